package org.saliency.spark.leaderboard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.UserException;
import org.saliency.spark.results.CsvTable;

/**
 * Points by mean place. Between two places of the table, points are interpolated linearly: mean
 * place 1.5 is worth the mean of the points for 1 and 2.
 */
final class PlacePoints {

  private final NavigableMap<Integer, Double> byPlace;

  PlacePoints(Map<Integer, Double> byPlace) {
    this.byPlace = new TreeMap<>(byPlace);
  }

  /**
   * Parses a table with the columns {@code place} and {@code points}.
   *
   * @param path for messages
   * @throws UserException when a place is not an integer from 1, or occurs twice
   */
  static PlacePoints parse(String text, String path) {
    CsvTable table = CsvTable.parse(text, path, List.of("place", "points"));
    Map<Integer, Double> points = new HashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      double place = table.number(row, "place");
      if (place < 1 || place != Math.rint(place)) {
        throw UserException.input(
            "Invalid place '%s' in table of points %s: expected an integer from 1",
            table.text(row, "place"), path);
      }
      if (points.put((int) place, table.number(row, "points")) != null) {
        throw UserException.input(
            "Duplicate place %.0f in table of points %s: remove one", place, path);
      }
    }
    return new PlacePoints(points);
  }

  /** Points for a mean place; empty outside the places of the table. */
  Optional<Double> of(double meanPlace) {
    Map.Entry<Integer, Double> better = byPlace.floorEntry((int) Math.floor(meanPlace));
    Map.Entry<Integer, Double> worse = byPlace.ceilingEntry((int) Math.ceil(meanPlace));
    if (better == null || worse == null) {
      return Optional.empty();
    }
    if (better.getKey().equals(worse.getKey())) {
      return Optional.of(better.getValue());
    }
    double share = (meanPlace - better.getKey()) / (worse.getKey() - better.getKey());
    return Optional.of(better.getValue() + share * (worse.getValue() - better.getValue()));
  }
}
