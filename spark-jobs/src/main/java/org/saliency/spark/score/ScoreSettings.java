package org.saliency.spark.score;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.saliency.drawing.Overlay;
import org.saliency.metric.Profile;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.settings.Settings;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.LeaseSettings;
import org.saliency.spark.output.MapSize;
import org.saliency.spark.output.OutputFolder.OnExisting;

/**
 * How videos are scored; {@code conf/reference.conf} documents each.
 *
 * @param formats what is written
 * @param overlay how frames and maps are shown together
 * @param frameRate frames in a second of videos that are made of pictures
 * @param mapSize size of the maps
 * @param device where the model runs
 * @param precision what the model computes in
 * @param batchSize frames in a forward pass; empty to choose by device
 * @param onExisting what to do with older results
 * @param maxBadFrames bad frames that are allowed
 * @param segmentFrames longest segment
 * @param tasks number of tasks; empty to choose by the cluster's cores
 * @param profile how metrics are computed
 * @param stallSeconds time without a frame that moves that a task warns of; 0 for never
 * @param lease how the output is kept from other runs
 */
record ScoreSettings(
    Set<Format> formats,
    Overlay overlay,
    int frameRate,
    MapSize mapSize,
    DeviceChoice device,
    PrecisionChoice precision,
    Optional<Integer> batchSize,
    OnExisting onExisting,
    int maxBadFrames,
    int segmentFrames,
    Optional<Integer> tasks,
    Profile profile,
    int stallSeconds,
    LeaseSettings lease) {

  static ScoreSettings from(Settings settings) {
    return new ScoreSettings(
        EnumSet.copyOf(settings.choices("formats", Format.class)),
        Overlay.named(settings.text("overlay")),
        settings.integer("frame-rate", 1, 1000),
        MapSize.parse(settings.text("map-size")),
        settings.choice("device", DeviceChoice.class),
        settings.choice("precision", PrecisionChoice.class),
        settings.integerOrAuto("batch-size", 1, 1024),
        settings.choice("on-existing", OnExisting.class),
        settings.integer("max-bad-frames", 0, Integer.MAX_VALUE),
        settings.integer("segment-frames", 1, 1_000_000),
        settings.integerOrAuto("tasks", 1, 1_000_000),
        Profile.named(settings.text("profile")),
        settings.integer("stall-seconds", 0, 1_000_000),
        LeaseSettings.from(settings));
  }
}
