package org.saliency.spark.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.saliency.UserException;
import org.saliency.spark.results.CsvTable;

/**
 * Attributes of videos from a CSV table: the column {@code video}, and one column for each
 * attribute, such as its category.
 */
final class AttributeTable {

  private static final String VIDEO = "video";

  private AttributeTable() {}

  /**
   * Parses a table.
   *
   * @param videos that may occur
   * @return values by attribute and video; videos without a value are absent
   * @throws UserException when the table is malformed or names an unknown video
   */
  static Map<String, Map<String, String>> parse(String text, String path, Set<String> videos) {
    CsvTable table = CsvTable.parse(text, path, List.of(VIDEO));
    Map<String, Map<String, String>> attributes = new LinkedHashMap<>();
    for (String column : table.columns()) {
      if (column != null && !column.equals(VIDEO)) {
        attributes.put(column, new LinkedHashMap<>());
      }
    }
    if (attributes.isEmpty() || table.rows() == 0) {
      throw UserException.input(
          "No attributes in table %s: expected the column 'video' and one for each attribute, and"
              + " a row for each video",
          path);
    }
    for (int row = 0; row < table.rows(); row++) {
      String video = table.text(row, VIDEO);
      requireKnown(video, videos, path, row);
      for (Map.Entry<String, Map<String, String>> attribute : attributes.entrySet()) {
        if (!table.isEmpty(row, attribute.getKey())
            && attribute.getValue().put(video, table.text(row, attribute.getKey())) != null) {
          throw UserException.input(
              "Duplicate video '%s' in table %s, row %d: give each video once",
              video, path, row + 1);
        }
      }
    }
    return attributes;
  }

  static void requireKnown(String video, Set<String> videos, String path, int row) {
    if (!videos.contains(video)) {
      throw UserException.input(
          "Unknown video '%s' in table %s, row %d: the results have %s",
          video, path, row + 1, videos.size() == 1 ? videos : someOf(videos));
    }
  }

  private static String someOf(Set<String> videos) {
    List<String> some = videos.stream().sorted().limit(5).toList();
    return String.join(", ", some) + (videos.size() > some.size() ? ", …" : "");
  }
}
