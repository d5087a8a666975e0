package org.saliency.spark.score;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.UserException;
import org.saliency.drawing.Overlay;
import org.saliency.frame.Size;
import org.saliency.metric.Profile;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.settings.Settings;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.LeaseSettings;
import org.saliency.spark.output.MapSize;
import org.saliency.spark.output.OutputFolder.OnExisting;
import org.saliency.spark.plan.TaskSizes;
import org.saliency.spark.serving.ModelHandle;
import org.saliency.video.ImageFile;

/**
 * Settings of a scoring run, documented in {@code conf/reference.conf}.
 *
 * @param formats output formats
 * @param overlay style of the overlay videos
 * @param frameRate frames per second of videos made from image files
 * @param mapSize size of the written maps
 * @param device device that runs the model
 * @param precision precision of the model
 * @param batchSize frames per forward pass; empty to choose it by device
 * @param predictEvery distance of the frames of a video whose maps are predicted
 * @param onExisting treatment of existing results
 * @param maxBadFrames number of bad frames allowed
 * @param segmentFrames maximum number of frames per segment
 * @param tasks number of tasks; empty to choose it by the work
 * @param profile metric profile
 * @param stallSeconds seconds without progress after which a task logs a warning; 0 for never
 * @param lease lease on the output folder
 */
record ScoreSettings(
    Set<Format> formats,
    Overlay overlay,
    int frameRate,
    MapSize mapSize,
    DeviceChoice device,
    PrecisionChoice precision,
    Optional<Integer> batchSize,
    int predictEvery,
    OnExisting onExisting,
    int maxBadFrames,
    int segmentFrames,
    Optional<Integer> tasks,
    Profile profile,
    int stallSeconds,
    LeaseSettings lease) {

  /** Four seconds of a common video; the frames in between are kept in memory. */
  private static final int MOST_EVERY = 100;

  static ScoreSettings from(Settings settings) {
    return new ScoreSettings(
        EnumSet.copyOf(settings.choices("formats", Format.class)),
        Overlay.named(settings.text("overlay")),
        settings.integer("frame-rate", 1, 1000),
        mapSize(settings),
        settings.choice("device", DeviceChoice.class),
        settings.choice("precision", PrecisionChoice.class),
        settings.integerOrAuto("batch-size", 1, 1024),
        settings.integer("predict-every", 1, MOST_EVERY),
        settings.choice("on-existing", OnExisting.class),
        settings.integer("max-bad-frames", 0, Integer.MAX_VALUE),
        settings.integer("segment-frames", 1, 1_000_000),
        settings.integerOrAuto("tasks", 1, 1_000_000),
        Profile.named(settings.text("profile")),
        settings.integer("stall-seconds", 0, 1_000_000),
        LeaseSettings.from(settings));
  }

  private static MapSize mapSize(Settings settings) {
    String text = settings.text("map-size");
    try {
      return MapSize.parse(text);
    } catch (UserException e) {
      throw settings.wrong(
          "map-size",
          text,
          "source, model or WIDTHxHEIGHT in pixels, for example 384x216, at most "
              + ImageFile.LONGEST_SIDE
              + " on a side");
    }
  }

  /**
   * Returns the sizes of segments and tasks: by the frames that belong to a forward pass.
   *
   * @param defaultBatchSize frames per forward pass on the device, unless it is set
   */
  TaskSizes taskSizes(int defaultBatchSize) {
    return tasks.isPresent()
        ? TaskSizes.ofCount(segmentFrames, tasks.get())
        : TaskSizes.byWork(segmentFrames, batchSize.orElse(defaultBatchSize) * predictEvery);
  }

  /** Returns the recipe of a run with these settings; see {@link ScoreRecipe}. */
  ScoreRecipe recipe(
      ModelHandle model,
      Size modelMapSize,
      int actualBatchSize,
      String output,
      String run,
      SerializableConfiguration hadoop) {
    return new ScoreRecipe(
        model,
        modelMapSize,
        device,
        actualBatchSize,
        predictEvery,
        mapSize,
        formats,
        overlay,
        frameRate,
        profile,
        stallSeconds,
        output,
        run,
        hadoop);
  }
}
