package org.saliency.spark.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.MapDepth;
import org.saliency.map.QuantisedMap;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.spark.input.GroundTruth;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.output.SegmentWriter;
import org.saliency.spark.output.WrittenFrame;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.task.TaskStages;

/**
 * Takes the maps of a task's frames: resizes, measures and encodes each, and publishes a segment
 * when its last frame has come. Used by one thread at a time.
 */
final class SegmentSink implements AutoCloseable {

  private final ScoreRecipe recipe;
  private final OutputFolder folder;
  private final TaskStages stages;
  private final GroundTruth groundTruth;
  private final Map<Segment, Open> open = new LinkedHashMap<>();
  private final List<SegmentOutcome> outcomes = new ArrayList<>();

  /** A segment that is being written. */
  private static final class Open {
    final SegmentWriter writer;
    final List<BadFrame> bad = new ArrayList<>();
    int frames;

    Open(SegmentWriter writer) {
      this.writer = writer;
    }
  }

  SegmentSink(ScoreRecipe recipe, FrameFiles files, TaskStages stages) {
    this.recipe = recipe;
    this.stages = stages;
    this.folder = new OutputFolder(recipe.output(), recipe.hadoop().value());
    this.groundTruth = new GroundTruth(files, recipe.profile());
  }

  /** Takes a frame and its map, of the model's size. */
  Void map(Segment segment, PlannedFrame frame, Frame picture, SaliencyMap prediction)
      throws IOException {
    if (prediction.hasNaN()) {
      return bad(
          segment,
          frame,
          "predict",
          UserException.input(
              "model %s gave values that are no numbers for %s: such a frame gets no map",
              recipe.model().name(), frame.image()));
    }
    Size size = mapSize(segment);
    // What is measured is what is written, so that evaluating the files gives the same figures.
    QuantisedMap written = QuantisedMap.of(prediction, size, recipe.depth());
    Optional<FrameMetrics> metrics = Optional.empty();
    if (!frame.truth().isEmpty()) {
      try {
        metrics =
            Optional.of(groundTruth.measure(written.map(), frame.truth(), segment.frameSize()));
      } catch (UserException fault) {
        return bad(segment, frame, "ground-truth", fault);
      }
    }
    SegmentWriter writer = open(segment).writer;
    Optional<QuantisedMap> map16 =
        recipe.formats().contains(Format.PNG16) && recipe.depth() != MapDepth.SIXTEEN_BITS
            ? Optional.of(QuantisedMap.of(prediction, size, MapDepth.SIXTEEN_BITS))
            : Optional.empty();
    Optional<Frame> overlay =
        recipe.formats().contains(Format.OVERLAY)
            ? Optional.of(overlay(frame, picture, prediction, metrics))
            : Optional.empty();
    writer.frame(new WrittenFrame(frame, size, written, map16, overlay));
    metrics.ifPresent(values -> writer.metrics(frame.index(), values));
    stages.frame();
    finish(segment);
    return null;
  }

  private Size mapSize(Segment segment) {
    return recipe.mapSize().of(segment.frameSize(), recipe.modelMapSize());
  }

  private Frame overlay(
      PlannedFrame frame, Frame picture, SaliencyMap map, Optional<FrameMetrics> metrics) {
    Optional<Fixations> fixations = groundTruth.fixations(frame.truth(), picture.size());
    List<String> lines = new ArrayList<>();
    lines.add("frame " + frame.index());
    metrics
        .map(FrameMetrics::values)
        .filter(values -> values.containsKey(Metric.NSS))
        .ifPresent(
            values -> lines.add(String.format(Locale.ROOT, "NSS %.2f", values.get(Metric.NSS))));
    return recipe.overlay().draw(picture, map, fixations, lines);
  }

  /** Takes a frame that has no map. */
  Void bad(Segment segment, PlannedFrame frame, String stage, RuntimeException fault)
      throws IOException {
    quarantine(segment, frame, stage, fault);
    open(segment)
        .writer
        .missing(frame, mapSize(segment), recipe.overlay().size(segment.frameSize()));
    finish(segment);
    return null;
  }

  private void quarantine(
      Segment segment, PlannedFrame frame, String stage, RuntimeException fault) {
    stages.badFrame();
    open(segment).bad.add(BadFrame.of(segment.range().video(), frame.index(), stage, fault));
  }

  private Open open(Segment segment) {
    return open.computeIfAbsent(
        segment,
        key ->
            new Open(
                new SegmentWriter(
                    folder,
                    key,
                    recipe.formats(),
                    recipe.frameRate(),
                    UUID.randomUUID().toString())));
  }

  private void finish(Segment segment) throws IOException {
    Open state = open(segment);
    state.frames++;
    if (state.frames == segment.range().length()) {
      List<BadFrame> bad = state.writer.publish(state.bad);
      state.writer.close();
      open.remove(segment);
      outcomes.add(new SegmentOutcome(segment.range(), bad));
    }
  }

  /** What became of the segments, in the order in which they were finished. */
  List<SegmentOutcome> outcomes() {
    return outcomes;
  }

  /** Removes what was staged of segments that were not finished. */
  @Override
  public void close() throws IOException {
    for (Open state : open.values()) {
      state.writer.close();
    }
  }
}
