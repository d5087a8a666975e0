package org.saliency.spark.report;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.input.Photographs;
import org.saliency.spark.input.Predictions;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.Scores;

/** Maps on which the scores of a method were measured. */
final class MethodMaps {

  private MethodMaps() {}

  /**
   * The maps beside the scores, or the predictions that {@code evaluate} read.
   *
   * @throws UserException if they no longer exist
   */
  static Predictions of(Scores method, SparkSession spark) {
    Manifest run = method.manifest();
    if (run.inputs().isEmpty()) {
      throw UserException.input(
          "'%s' is a %s, whose maps are not stored: its scores are shown without maps",
          method.name(), method.notes().ceiling() == null ? "floor" : "ceiling");
    }
    return Predictions.in(
        run.command().equals("evaluate") ? run.inputs().get(0) : method.folder(), spark);
  }

  /**
   * Reads the maps of frames, one after another; frames without a map are left out.
   *
   * @param maps receives each map
   * @param errors receives an error for each map that cannot be read
   * @throws UserException if the maps no longer exist
   */
  static void read(
      Scores method,
      Set<ChosenFrame.Key> frames,
      SparkSession spark,
      BiConsumer<ChosenFrame.Key, SaliencyMap> maps,
      Consumer<UserException> errors) {
    Predictions predictions = of(method, spark);
    Map<PlannedFrame, ChosenFrame.Key> planned = new LinkedHashMap<>();
    for (Video video : Photographs.named(predictions.list(), photographs(frames)).videos()) {
      for (VideoFrame frame : video.frames()) {
        ChosenFrame.Key key = ChosenFrame.Key.of(video.name(), frame);
        if (frames.contains(key)) {
          planned.put(PlannedFrame.of(video.name(), frame), key);
        }
      }
    }
    predictions.pick(
        List.copyOf(planned.keySet()),
        (frame, map) -> maps.accept(planned.get(frame), map),
        errors);
  }

  /** The keys of the frames of videos of which one frame is chosen. */
  private static Map<String, String> photographs(Set<ChosenFrame.Key> frames) {
    Map<String, String> keys = new HashMap<>();
    Set<String> several = new HashSet<>();
    for (ChosenFrame.Key key : frames) {
      if (keys.put(key.video(), key.frame()) != null) {
        several.add(key.video());
      }
    }
    keys.keySet().removeAll(several);
    return keys;
  }
}
