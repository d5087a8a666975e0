package org.saliency.spark.report.page;

import java.util.List;

/**
 * Shares of the attention in an area.
 *
 * @param area the area
 * @param frames indexes of the frames that were measured
 * @param shares of each frame, of the truth and then of each method; NaN without a map
 */
public record AreaResult(Area area, List<Integer> frames, List<List<Double>> shares) {

  /** For the scripts of the page. */
  record Data(
      String video,
      String name,
      int first,
      int last,
      String box,
      List<Integer> frames,
      List<List<Double>> shares) {}

  Data data() {
    return new Data(
        area.video(),
        area.name(),
        area.first(),
        area.last(),
        area.box().toString(),
        frames,
        shares.stream()
            .map(row -> row.stream().map(share -> share.isNaN() ? null : share).toList())
            .toList());
  }
}
