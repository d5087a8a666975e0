package org.saliency.spark.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.spark.input.ChangedFiles;
import org.saliency.spark.input.GroundTruth;
import org.saliency.spark.output.AttemptMarks;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.output.SegmentWriter;
import org.saliency.spark.output.WrittenFrame;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.task.StorageRetries;
import org.saliency.spark.task.TaskStages;

/**
 * Resizes, measures and encodes the maps of segments, one segment after the other, and publishes a
 * segment after its last frame. Used by one thread at a time.
 */
final class SegmentSink implements AutoCloseable {

  /** Bytes per pixel of a map: its samples and its file; two maps of doubles and their sums. */
  private static final long ENCODING_BYTES = 6;

  private static final long MEASURING_BYTES = 30;
  private static final long DENSITY_BYTES = 12;

  private final ScoreRecipe recipe;
  private final OutputFolder folder;
  private final StorageRetries retries;
  private final TaskStages stages;
  private final GroundTruth groundTruth;
  private final ChangedFiles changes;
  private final boolean isFirstAttempt;

  /** Writer of the current segment; null between segments. */
  private SegmentWriter writer;

  private final List<BadFrame> badFrames = new ArrayList<>();
  private int frames;

  SegmentSink(ScoreRecipe recipe, FrameFiles files, StorageRetries retries, TaskStages stages) {
    this.recipe = recipe;
    this.retries = retries;
    this.stages = stages;
    this.isFirstAttempt = AttemptMarks.isFirst();
    this.folder = new OutputFolder(recipe.output(), recipe.hadoop().value());
    this.changes = new ChangedFiles(new HadoopFiles(recipe.hadoop().value()));
    this.groundTruth = new GroundTruth(files, recipe.profile());
  }

  /** Memory that the map of a frame takes while it is measured, encoded and written, in bytes. */
  long bytes(Segment segment) {
    boolean isMeasured = !segment.frames().get(0).truth().isEmpty();
    long bytes = isMeasured ? MEASURING_BYTES : ENCODING_BYTES;
    long ofDensity = recipe.formats().contains(Format.DENSITY16) ? DENSITY_BYTES : 0;
    return (bytes + ofDensity) * mapSize(segment).pixels();
  }

  /**
   * Adds the next frame of a segment with its map, which has the model's output size.
   *
   * @param picture frame at its own size, for an overlay
   * @return the segment, if this was its last frame
   */
  Optional<SegmentOutcome> map(
      Segment segment, PlannedFrame frame, Optional<Frame> picture, SaliencyMap prediction)
      throws IOException {
    if (prediction.hasNaN()) {
      return bad(
          segment,
          frame,
          "predict",
          UserException.input(
              "Model %s predicted NaN values for %s: the frame has no map",
              recipe.model().name(), frame.image()));
    }
    Size size = mapSize(segment);
    // The map is measured as written, so that evaluating the files gives the same metrics.
    WrittenFrame.Maps written = WrittenFrame.Maps.of(prediction, size, recipe.formats());
    Optional<FrameMetrics> metrics = Optional.empty();
    Optional<Fixations> fixations = Optional.empty();
    if (!frame.truth().isEmpty()) {
      try {
        metrics =
            Optional.of(
                groundTruth.measure(written.measured().map(), truth(frame, segment.frameSize())));
        fixations = picture.isPresent() ? fixations(frame, segment.frameSize()) : fixations;
      } catch (StorageException e) {
        throw e;
      } catch (UserException e) {
        return bad(segment, frame, "ground-truth", e);
      }
    }
    Optional<Frame> overlay = Optional.empty();
    if (picture.isPresent()) {
      overlay = Optional.of(overlay(frame, picture.get(), prediction, fixations, metrics));
    }
    open(segment);
    writer.frame(new WrittenFrame(frame, size, written, overlay));
    if (metrics.isPresent()) {
      writer.metrics(frame.index(), metrics.get());
    }
    stages.frame();
    return finishFrame(segment);
  }

  private GroundTruth.Read truth(PlannedFrame frame, Size frameSize) {
    return retries.readOrGiveUp(() -> groundTruth.read(frame.truth(), frameSize));
  }

  private Optional<Fixations> fixations(PlannedFrame frame, Size size) {
    return retries.readOrGiveUp(() -> groundTruth.fixations(frame.truth(), size));
  }

  private Size mapSize(Segment segment) {
    return recipe.mapSize().of(segment.frameSize(), recipe.modelMapSize());
  }

  private Frame overlay(
      PlannedFrame frame,
      Frame picture,
      SaliencyMap map,
      Optional<Fixations> fixations,
      Optional<FrameMetrics> metrics) {
    List<String> lines = new ArrayList<>();
    lines.add("frame " + frame.index());
    metrics
        .map(measured -> measured.values().get(Metric.NSS))
        .ifPresent(nss -> lines.add(String.format(Locale.ROOT, "NSS %.2f", nss)));
    return recipe.overlay().draw(picture, map, fixations, lines);
  }

  /**
   * Adds the next frame of a segment, which has no map.
   *
   * @param stage stage that failed, as in the quarantine
   * @return the segment, if this was its last frame
   */
  Optional<SegmentOutcome> bad(
      Segment segment, PlannedFrame frame, String stage, UserException error) throws IOException {
    stages.badFrame();
    badFrames.add(BadFrame.of(segment.range().video(), frame.index(), stage, error));
    missing(segment, frame);
    return finishFrame(segment);
  }

  private void missing(Segment segment, PlannedFrame frame) {
    open(segment);
    writer.missing(frame, mapSize(segment), recipe.overlay().size(segment.frameSize()));
  }

  private void open(Segment segment) {
    if (writer == null) {
      writer =
          new SegmentWriter(folder, segment, recipe.formats(), recipe.frameRate(), recipe.run());
    }
  }

  private Optional<SegmentOutcome> finishFrame(Segment segment) throws IOException {
    frames++;
    if (frames < segment.range().length()) {
      return Optional.empty();
    }
    Optional<UserException> changed = changes.of(segment);
    if (changed.isPresent()) {
      discard(segment, changed.get());
    }
    List<BadFrame> bad =
        isFirstAttempt ? writer.publishFirst(badFrames) : writer.publish(badFrames);
    SegmentOutcome outcome = new SegmentOutcome(segment.range(), bad);
    close();
    frames = 0;
    badFrames.clear();
    return Optional.of(outcome);
  }

  /** Replaces all frames of a segment by missing ones: their maps may be those of two videos. */
  private void discard(Segment segment, UserException error) throws IOException {
    close();
    badFrames.clear();
    for (PlannedFrame frame : segment.frames()) {
      badFrames.add(BadFrame.of(segment.range().video(), frame.index(), "decode", error));
      missing(segment, frame);
    }
  }

  /** Removes what is staged of a segment that is not finished. */
  @Override
  public void close() throws IOException {
    if (writer != null) {
      SegmentWriter open = writer;
      writer = null;
      open.close();
    }
  }
}
