package org.saliency.spark.results;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.saliency.UserException;

/** Comma-separated text with a line of column names; cells with commas or quotes are quoted. */
public final class CsvTable {

  private final String path;
  private final List<Record> rows;

  private CsvTable(String path, List<Record> rows) {
    this.path = path;
    this.rows = rows;
  }

  /**
   * Reads a table.
   *
   * @param text the whole file
   * @param path names the file in errors
   * @throws UserException when the text is no table, or lacks one of the columns
   */
  public static CsvTable parse(String text, String path, List<String> columns) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setHeaderExtractionEnabled(true);
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setMaxCharsPerColumn(1 << 20);
    CsvParser parser = new CsvParser(settings);
    try {
      List<Record> rows = parser.parseAllRecords(new StringReader(text));
      for (String column : columns) {
        if (!rows.isEmpty() && !rows.get(0).getMetaData().containsColumn(column)) {
          throw UserException.input(
              "table %s has no column '%s': its first line must name the columns %s",
              path, column, String.join(",", columns));
        }
      }
      return new CsvTable(path, rows);
    } catch (TextParsingException e) {
      throw UserException.input(
          e, "table %s cannot be read at line %d: write it again", path, e.getLineIndex());
    }
  }

  /** Text of a table; an empty cell where a value is null. */
  public static String write(List<String> columns, List<List<Object>> rows) {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    StringWriter text = new StringWriter();
    CsvWriter writer = new CsvWriter(text, settings);
    writer.writeHeaders(columns);
    rows.forEach(writer::writeRow);
    writer.close();
    return text.toString();
  }

  /** Number of rows, the line of names left out. */
  public int rows() {
    return rows.size();
  }

  /**
   * The text of a cell.
   *
   * @param row from 0
   * @throws UserException when it is empty
   */
  public String text(int row, String column) {
    String cell = rows.get(row).getString(column);
    if (cell == null) {
      throw UserException.input(
          "table %s has no %s in row %d: write it again", path, column, row + 1);
    }
    return cell;
  }

  /** Whether a cell is empty, or its column is not there. */
  public boolean isEmpty(int row, String column) {
    Record cells = rows.get(row);
    return !cells.getMetaData().containsColumn(column) || cells.getString(column) == null;
  }

  /**
   * The number in a cell.
   *
   * @throws UserException when it is none
   */
  public double number(int row, String column) {
    String cell = text(row, column);
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw UserException.input(
          e, "table %s has %s '%s' in row %d: put a number there", path, column, cell, row + 1);
    }
  }
}
