package org.saliency.spark.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.metric.Reference;
import org.saliency.metric.RelativeFixations;

/**
 * The reference of each video.
 *
 * @param baseline mean map of a training split; null without one
 * @param shuffled fixations by the video that they are of
 * @param ofOthers whether these videos are those that are measured, whose own fixations are left
 *     out
 * @param description for {@code summary.json}
 */
record References(
    Reference.Baseline baseline,
    TreeMap<String, RelativeFixations> shuffled,
    boolean ofOthers,
    LinkedHashMap<String, Object> description)
    implements Serializable {

  static final References NONE =
      new References(null, new TreeMap<>(), false, new LinkedHashMap<>());

  /** The reference of a video. */
  Reference of(String video) {
    List<RelativeFixations> parts = new ArrayList<>();
    for (Map.Entry<String, RelativeFixations> part : shuffled.entrySet()) {
      if (!ofOthers || !part.getKey().equals(video)) {
        parts.add(part.getValue());
      }
    }
    return baseline == null && parts.isEmpty()
        ? Reference.NONE
        : new Reference(baseline, parts.isEmpty() ? null : RelativeFixations.join(parts));
  }
}
