package org.saliency.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.saliency.storage.Text;
import org.slf4j.Logger;

/**
 * Videos that a training run leaves out, other than test videos.
 *
 * @param withoutTruth names of the videos without the ground truth that training requires
 * @param notInSplit names of the videos that the data set's own split does not name
 * @param unreadable messages by the names of the videos that cannot be read
 */
@JsonNaming(SnakeCaseStrategy.class)
public record LeftOut(
    List<String> withoutTruth, List<String> notInSplit, Map<String, String> unreadable) {

  private static final int NAMES_SHOWN = 10;

  public LeftOut {
    withoutTruth = withoutTruth.stream().sorted().toList();
    notInSplit = notInSplit.stream().sorted().toList();
    unreadable = Map.copyOf(unreadable);
  }

  /** Number of videos. */
  public int count() {
    return withoutTruth.size() + notInSplit.size() + unreadable.size();
  }

  /** Warns of each kind. */
  void warn(Logger log) {
    warn(log, "they lack ground truth that training requires", withoutTruth);
    warn(log, "the split of their data set does not name them", notInSplit);
    warn(log, "they cannot be read", unreadable.values());
  }

  private static void warn(Logger log, String reason, Collection<String> videos) {
    if (!videos.isEmpty()) {
      log.warn("Videos left out because {} ({}): {}", reason, videos.size(), first(videos));
    }
  }

  static String first(Collection<String> names) {
    return Text.first(names.stream().sorted().toList(), NAMES_SHOWN);
  }

  /** With the videos of another data set. */
  LeftOut and(LeftOut other) {
    Map<String, String> all = new HashMap<>(unreadable);
    all.putAll(other.unreadable);
    return new LeftOut(
        Stream.concat(withoutTruth.stream(), other.withoutTruth.stream()).toList(),
        Stream.concat(notInSplit.stream(), other.notInSplit.stream()).toList(),
        all);
  }
}
