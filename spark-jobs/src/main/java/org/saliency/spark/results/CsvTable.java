package org.saliency.spark.results;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.common.record.Record;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.saliency.UserException;

/** A CSV table with a header line. */
public final class CsvTable {

  private static final char NO_COMMENTS = 0;

  /** Start of a formula, or of a text with apostrophes put before it. */
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r]");

  private final String path;
  private final List<String> columns;
  private final List<Record> rows;

  private CsvTable(String path, List<String> columns, List<Record> rows) {
    this.path = path;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Parses a table.
   *
   * @param text of the whole file
   * @param path of the file, for error messages
   * @param columns that must be present
   * @throws UserException when the text is not a valid table, or a column is missing
   */
  public static CsvTable parse(String text, String path, List<String> columns) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setHeaderExtractionEnabled(true);
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setMaxCharsPerColumn(1 << 20);
    settings.getFormat().setComment(NO_COMMENTS);
    CsvParser parser = new CsvParser(settings);
    try {
      List<Record> rows = parser.parseAllRecords(new StringReader(text));
      for (String column : columns) {
        if (!rows.isEmpty() && !rows.get(0).getMetaData().containsColumn(column)) {
          throw UserException.input(
              "Missing column '%s' in table %s: the header must contain %s, separated by commas",
              column, path, String.join(",", columns));
        }
      }
      String[] header = parser.getContext().headers();
      return new CsvTable(path, header == null ? List.of() : Arrays.asList(header), rows);
    } catch (TextParsingException e) {
      throw UserException.input(
          e, "Invalid CSV in table %s, line %d: fix the line", path, e.getLineIndex());
    }
  }

  /**
   * Formats a table; null values become empty cells. Spreadsheets run text that begins as a formula
   * does, so an apostrophe is put before it, which {@link #text} takes off. Rows with text that
   * begins or ends with white space are quoted, since readers cut it off otherwise.
   */
  public static String write(List<String> columns, List<List<Object>> rows) {
    CsvWriter plain = new CsvWriter(writerSettings());
    CsvWriterSettings quoting = writerSettings();
    quoting.setQuoteAllFields(true);
    CsvWriter quoted = new CsvWriter(quoting);
    StringBuilder text = new StringBuilder(plain.writeRowToString(columns)).append('\n');
    for (List<Object> row : rows) {
      List<Object> cells = row.stream().map(CsvTable::guarded).toList();
      CsvWriter writer = cells.stream().anyMatch(CsvTable::hasOuterSpace) ? quoted : plain;
      text.append(writer.writeRowToString(cells)).append('\n');
    }
    return text.toString();
  }

  private static CsvWriterSettings writerSettings() {
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.getFormat().setComment(NO_COMMENTS);
    settings.setQuoteEscapingEnabled(true);
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    return settings;
  }

  private static boolean hasOuterSpace(Object cell) {
    return cell instanceof String text && !text.equals(text.trim());
  }

  private static Object guarded(Object cell) {
    return cell instanceof String text && FORMULA.matcher(text).lookingAt() ? "'" + text : cell;
  }

  private static String unguarded(String cell) {
    return cell.startsWith("'") && FORMULA.matcher(cell).lookingAt() ? cell.substring(1) : cell;
  }

  /** The header; empty cells are null. */
  public List<String> columns() {
    return columns;
  }

  /** Number of rows, without the header. */
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
          "Missing value of %s in table %s, row %d: add it", column, path, row + 1);
    }
    return unguarded(cell);
  }

  /** Whether a cell is empty or its column missing. */
  public boolean isEmpty(int row, String column) {
    Record cells = rows.get(row);
    return !cells.getMetaData().containsColumn(column) || cells.getString(column) == null;
  }

  /**
   * The number in a cell.
   *
   * @throws UserException when it is empty or not a number
   */
  public double number(int row, String column) {
    String cell = text(row, column);
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw UserException.input(
          e, "Invalid %s '%s' in table %s, row %d: expected a number", column, cell, path, row + 1);
    }
  }
}
