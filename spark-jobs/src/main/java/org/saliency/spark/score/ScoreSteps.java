package org.saliency.spark.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.concurrent.MemoryBudget;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Frame;
import org.saliency.frame.ScaledFrame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.input.SegmentFiles;
import org.saliency.spark.output.AttemptMarks;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.pipeline.PipelineSteps;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.score.ScoreSteps.SegmentFrame;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.task.StorageRetries;
import org.saliency.spark.task.TaskStages;

/**
 * Steps of the frames of segments: decode, then measure, encode and write. The result of the last
 * frame of a segment is the published segment; other frames have none.
 */
final class ScoreSteps implements PipelineSteps<SegmentFrame, ScaledFrame, SegmentOutcome> {

  /** Why a frame is decoded. */
  private enum Use {
    /** Its map is written. */
    WRITTEN,
    /** Its map is only interpolated with those of frames of the segment. */
    BESIDE,
    /** It is only in the windows of later frames. */
    LEAD_IN
  }

  /**
   * A frame and the segment it is decoded for.
   *
   * @param isKey whether its map is predicted in any case
   */
  record SegmentFrame(Segment segment, PlannedFrame frame, Use use, boolean isKey) {}

  /** Bytes per pixel of a frame. */
  private static final long BYTES = 3;

  private final Size inputSize;
  private final boolean showsFrames;
  private final StorageRetries retries = StorageRetries.ofTask();
  private final AttemptMarks marks;
  private final FrameFiles files;
  private final SegmentSink sink;

  /** Creates the steps; they hold decoders and encoders until they are closed. */
  ScoreSteps(ScoreRecipe recipe, List<Segment> segments, AttemptMarks marks, TaskStages stages) {
    this.marks = marks;
    this.inputSize = recipe.model().inputSize();
    this.showsFrames = recipe.showsFrames();
    HadoopFiles storage = new HadoopFiles(recipe.hadoop().value());
    this.files = SegmentFiles.open(storage, segments, Optional.of(inputSize));
    this.sink = new SegmentSink(recipe, files, retries, stages);
  }

  /**
   * Lists the frames to decode, each segment with its neighbours; marks them if careful.
   *
   * @param every distance of the frames whose maps are predicted
   */
  static Iterator<SegmentFrame> frames(List<Segment> segments, int every, AttemptMarks marks) {
    List<SegmentFrame> frames = new ArrayList<>();
    for (Segment segment : segments) {
      add(segment, segment.leadIn(), Use.LEAD_IN, every, frames);
      add(segment, segment.before(), Use.BESIDE, every, frames);
      add(segment, segment.frames(), Use.WRITTEN, every, frames);
      add(segment, segment.after(), Use.BESIDE, every, frames);
    }
    return marks.isCareful()
        ? frames.stream().peek(item -> marks.at(item.frame())).iterator()
        : frames.iterator();
  }

  private static void add(
      Segment segment, List<PlannedFrame> from, Use use, int every, List<SegmentFrame> to) {
    from.forEach(f -> to.add(new SegmentFrame(segment, f, use, f.index() % every == 0)));
  }

  @Override
  public String place(SegmentFrame item) {
    return item.frame().place();
  }

  @Override
  public Object sequence(SegmentFrame item) {
    return item.segment();
  }

  @Override
  public boolean isPredicted(SegmentFrame item) {
    return item.use() != Use.LEAD_IN;
  }

  @Override
  public boolean isKey(SegmentFrame item) {
    return item.isKey();
  }

  @Override
  public long bytes(SegmentFrame item) {
    long shown = showsFrames ? item.segment().frameSize().pixels() : 0;
    return BYTES * (inputSize.pixels() + shown);
  }

  @Override
  public ScaledFrame decode(SegmentFrame item) {
    marks.requireHarmless(item.frame());
    FrameLocation image = item.frame().image();
    Size own = item.segment().frameSize();
    return retries.readOrGiveUp(
        () ->
            showsFrames
                ? files.imageWithOwnSize(image, own)
                : new ScaledFrame(files.image(image, own), Optional.empty()));
  }

  @Override
  public Frame frame(ScaledFrame decoded) {
    return decoded.scaled();
  }

  @Override
  public Optional<SegmentOutcome> finish(SegmentFrame item, ScaledFrame decoded, SaliencyMap map)
      throws IOException {
    if (item.use() == Use.BESIDE) {
      return Optional.empty();
    }
    try (MemoryBudget.Share share = MemoryBudget.HEAP.take(sink.bytes(item.segment()))) {
      return sink.map(item.segment(), item.frame(), decoded.own(), map);
    }
  }

  @Override
  public Optional<SegmentOutcome> bad(SegmentFrame item, UserException error) throws IOException {
    return item.use() == Use.BESIDE
        ? Optional.empty()
        : sink.bad(item.segment(), item.frame(), "decode", error);
  }

  @Override
  public void close() throws IOException {
    try (FrameFiles decoders = files) {
      sink.close();
    }
  }
}
