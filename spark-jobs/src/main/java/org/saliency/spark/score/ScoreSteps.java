package org.saliency.spark.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.concurrent.MemoryBudget;
import org.saliency.dataset.FrameFiles;
import org.saliency.frame.Frame;
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
final class ScoreSteps implements PipelineSteps<SegmentFrame, Frame, SegmentOutcome> {

  /** Why a frame is decoded. */
  private enum Use {
    /** Its map is predicted. */
    PREDICTED,
    /** It is only in the windows of later frames. */
    LEAD_IN
  }

  /** A frame and the segment it is decoded for. */
  record SegmentFrame(Segment segment, PlannedFrame frame, Use use) {}

  /** Bytes per pixel of a frame. */
  private static final long BYTES = 3;

  private final Optional<Size> decodedSize;
  private final StorageRetries retries = StorageRetries.ofTask();
  private final AttemptMarks marks;
  private final FrameFiles files;
  private final SegmentSink sink;

  /** Creates the steps; they hold decoders and encoders until they are closed. */
  ScoreSteps(ScoreRecipe recipe, List<Segment> segments, AttemptMarks marks, TaskStages stages) {
    this.marks = marks;
    this.decodedSize = recipe.decodedSize();
    HadoopFiles storage = new HadoopFiles(recipe.hadoop().value());
    this.files = SegmentFiles.open(storage, segments, decodedSize);
    this.sink = new SegmentSink(recipe, files, retries, stages);
  }

  /** Lists the frames to decode, each segment preceded by its lead-in; marks them if careful. */
  static Iterator<SegmentFrame> frames(List<Segment> segments, AttemptMarks marks) {
    List<SegmentFrame> frames = new ArrayList<>();
    for (Segment segment : segments) {
      segment.leadIn().forEach(f -> frames.add(new SegmentFrame(segment, f, Use.LEAD_IN)));
      segment.frames().forEach(f -> frames.add(new SegmentFrame(segment, f, Use.PREDICTED)));
    }
    return marks.isCareful()
        ? frames.stream().peek(item -> marks.at(item.frame())).iterator()
        : frames.iterator();
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
    return item.use() == Use.PREDICTED;
  }

  @Override
  public long bytes(SegmentFrame item) {
    return BYTES * decodedSize.orElse(item.segment().frameSize()).pixels();
  }

  @Override
  public Frame decode(SegmentFrame item) {
    marks.requireHarmless(item.frame());
    return retries.readOrGiveUp(
        () -> files.image(item.frame().image(), item.segment().frameSize()));
  }

  @Override
  public Frame frame(Frame decoded) {
    return decoded;
  }

  @Override
  public Optional<SegmentOutcome> finish(SegmentFrame item, Frame decoded, SaliencyMap map)
      throws IOException {
    try (MemoryBudget.Share share = MemoryBudget.HEAP.take(sink.bytes(item.segment()))) {
      return sink.map(item.segment(), item.frame(), decoded, map);
    }
  }

  @Override
  public Optional<SegmentOutcome> bad(SegmentFrame item, UserException error) throws IOException {
    return sink.bad(item.segment(), item.frame(), "decode", error);
  }

  @Override
  public void close() throws IOException {
    try (FrameFiles decoders = files) {
      sink.close();
    }
  }
}
