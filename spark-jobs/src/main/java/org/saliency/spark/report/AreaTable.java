package org.saliency.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.saliency.UserException;
import org.saliency.spark.report.page.Area;
import org.saliency.spark.results.CsvTable;

/**
 * Areas of interest from a CSV table with the columns {@code video}, {@code from}, {@code to},
 * {@code name} and {@code box}: the first and last frame, from 0, and {@code WIDTHxHEIGHT+LEFT+TOP}
 * in pixels of the frame.
 */
final class AreaTable {

  private static final List<String> COLUMNS = List.of("video", "from", "to", "name", "box");

  private AreaTable() {}

  /**
   * Parses a table.
   *
   * @param videos that may occur
   * @throws UserException when the table is malformed or names an unknown video
   */
  static List<Area> parse(String text, String path, Set<String> videos) {
    CsvTable table = CsvTable.parse(text, path, COLUMNS);
    if (table.rows() == 0) {
      throw UserException.input(
          "No areas in table %s: expected rows with %s", path, String.join(",", COLUMNS));
    }
    List<Area> areas = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      String video = table.text(row, "video");
      AttributeTable.requireKnown(video, videos, path, row);
      int first = frame(table, row, "from", path);
      int last = frame(table, row, "to", path);
      if (last < first) {
        throw UserException.input(
            "Area '%s' in table %s, row %d, ends at frame %d before it begins at %d: exchange"
                + " 'from' and 'to'",
            table.text(row, "name"), path, row + 1, last, first);
      }
      String box = table.text(row, "box");
      int number = row + 1;
      areas.add(
          new Area(
              video,
              table.text(row, "name"),
              first,
              last,
              Area.Box.parse(box)
                  .orElseThrow(
                      () ->
                          UserException.input(
                              "Invalid box '%s' in table %s, row %d: expected"
                                  + " WIDTHxHEIGHT+LEFT+TOP in pixels, for example 320x180+20+40",
                              box, path, number))));
    }
    return areas;
  }

  private static int frame(CsvTable table, int row, String column, String path) {
    double frame = table.number(row, column);
    if (frame < 0 || frame > Integer.MAX_VALUE || frame != Math.rint(frame)) {
      throw UserException.input(
          "Invalid %s '%s' in table %s, row %d: expected the index of a frame, from 0",
          column, table.text(row, column), path, row + 1);
    }
    return (int) frame;
  }
}
