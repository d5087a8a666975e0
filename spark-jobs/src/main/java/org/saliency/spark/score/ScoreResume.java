package org.saliency.spark.score;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.saliency.dataset.Video;
import org.saliency.metric.Profile;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.OutputFolder.OnExisting;
import org.saliency.spark.output.OutputOwner;
import org.saliency.spark.output.PublishedSegments;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.plan.Neighbours;
import org.saliency.spark.plan.Neighbours.BeforeFirst;
import org.saliency.spark.plan.SegmentInputs;
import org.saliency.spark.results.ManifestBuilder;
import org.saliency.spark.serving.DeviceProbe;
import org.saliency.spark.serving.ModelSource;

/**
 * Decides which results of earlier runs a scoring run keeps.
 *
 * @param inputs identifies what a segment was computed from
 */
record ScoreResume(
    ScoreArguments arguments, ScoreSettings settings, OutputFolder folder, SegmentInputs inputs) {

  /** The origin of the results: model, resolved precision, and all settings that affect them. */
  OutputOwner owner(ModelSource model, DeviceProbe device) {
    String results =
        String.format(
            Locale.ROOT,
            "formats %s, overlay %s, frame rate %d, map size %s, precision %s on %s, input size %s,"
                + " profile %s, ground truth %s%s%s",
            settings.formats(),
            settings.overlay().option(),
            settings.frameRate(),
            settings.mapSize(),
            model.precision(device.target()),
            device.device(),
            model.inputSize(),
            profile().option(),
            arguments.groundTruth().orElse("none"),
            model.externalDescription().map(external -> ", model input " + external).orElse(""),
            settings.predictEvery() == 1 ? "" : ", predict every " + settings.predictEvery());
    return OutputOwner.score(model.hash(), results, arguments.inputs());
  }

  /** Without ground truth, all profiles give the same results, and count as the default. */
  private Profile profile() {
    return arguments.groundTruth().isPresent() ? settings.profile() : Profile.MSU_SAVAM;
  }

  /** Frames beside a segment that its maps depend on. */
  Neighbours neighbours(ModelSource model) {
    return new Neighbours(
        model.window(),
        model.comparesFrames() ? BeforeFirst.SECOND : BeforeFirst.FIRST,
        settings.predictEvery());
  }

  /** Videos of an earlier run with the same inputs that no longer exist. */
  List<String> gone(ScoreInputs found) {
    return settings.onExisting() == OnExisting.RESUME
        ? folder.videos().gone(found.names(), arguments.inputs())
        : List.of();
  }

  /** Published segments whose files, frames and truth have not changed since. */
  PublishedSegments published(ModelSource model, List<Video> videos, ManifestBuilder record) {
    Neighbours neighbours = neighbours(model);
    Map<String, Video> byName =
        videos.stream().collect(Collectors.toMap(Video::name, Function.identity()));
    List<FrameRange> altered = Collections.synchronizedList(new ArrayList<>());
    PublishedSegments all =
        folder
            .unchanged(List.copyOf(byName.keySet()), segment -> altered.add(segment.range()))
            .matching(segment -> segment.bad().isEmpty());
    PublishedSegments current =
        all.matching(
            segment ->
                inputs
                    .of(byName.get(segment.range().video()), segment.range(), neighbours)
                    .filter(segment.inputs()::equals)
                    .isPresent());
    int published = all.count() + altered.size();
    int changed = all.count() - current.count();
    record.count("changed_segments", changed + altered.size());
    again(changed, published, "their frames or ground truth have changed");
    again(
        altered.size(), published, "files in " + folder + " were changed after they were written");
    Map<String, Integer> frames = new HashMap<>();
    byName.forEach((name, video) -> frames.put(name, video.frames().size()));
    return current.resumable(frames);
  }

  private static void again(int segments, int published, String why) {
    if (segments > 0) {
      System.err.printf(
          Locale.ROOT,
          "saliency: %d of %d published segments are scored again: %s%n",
          segments,
          published,
          why);
    }
  }
}
