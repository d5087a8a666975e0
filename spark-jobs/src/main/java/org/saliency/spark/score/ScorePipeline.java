package org.saliency.spark.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.TaskContext;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.concurrent.WriteBehind;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.pytorch.MapPredictor;
import org.saliency.spark.input.SegmentFiles;
import org.saliency.spark.output.SegmentOutcome;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.task.Activity;
import org.saliency.spark.task.Span;
import org.saliency.spark.task.TaskStages;

/**
 * Scores segments in three stages side by side: one thread decodes frames ahead, the caller's
 * predicts batches, one thread measures, encodes and writes behind.
 */
final class ScorePipeline {

  /** Decoded frames that may wait for the device, beside a batch. */
  private static final int FRAMES_AHEAD = 4;

  /** Maps that may wait to be written, beside a batch. */
  private static final int MAPS_BEHIND = 8;

  private final ScoreRecipe recipe;
  private final MapPredictor model;
  private final int cores;
  private final TaskStages stages;
  private final HadoopFiles storage;

  ScorePipeline(ScoreRecipe recipe, MapPredictor model, int cores, TaskStages stages) {
    this.recipe = recipe;
    this.model = model;
    this.cores = cores;
    this.stages = stages;
    this.storage = new HadoopFiles(recipe.hadoop().value());
  }

  /** What a frame is read for. */
  private enum Use {
    /** Its map is predicted. */
    PREDICTED,
    /** Frames after it are predicted by a network that sees it, too. */
    LEAD_IN
  }

  /** A frame and the segment that it belongs to. */
  private record Place(Segment segment, PlannedFrame frame, Use use) {}

  /** A frame as read: decoded, or the fault that prevents it. */
  private record Decoded(Place place, Optional<Frame> frame, Optional<RuntimeException> fault) {}

  /** A frame whose map is to be predicted, and what the network sees to do so. */
  private record Prediction(Place place, List<Frame> window) {

    Size size() {
      return picture().size();
    }

    Frame picture() {
      return window.get(window.size() - 1);
    }
  }

  /** Scores and publishes segments. */
  List<SegmentOutcome> score(List<Segment> segments) throws IOException, InterruptedException {
    List<Place> places = new ArrayList<>();
    for (Segment segment : segments) {
      segment.leadIn().forEach(frame -> places.add(new Place(segment, frame, Use.LEAD_IN)));
      segment.frames().forEach(frame -> places.add(new Place(segment, frame, Use.PREDICTED)));
    }
    int ahead = recipe.batchSize() + FRAMES_AHEAD;
    try (FrameFiles files = SegmentFiles.open(storage, segments, recipe.decodedSize());
        ReadAhead<Place, Decoded> frames =
            new ReadAhead<>(places.iterator(), place -> decode(place, files), 1, ahead, "decode");
        SegmentSink sink = new SegmentSink(recipe, files, stages);
        WriteBehind writes = new WriteBehind(recipe.batchSize() + MAPS_BEHIND, "write")) {
      List<Prediction> batch = new ArrayList<>();
      FrameWindow window = new FrameWindow(recipe.window());
      while (frames.hasNext()) {
        TaskContext.get().killTaskIfInterrupted();
        Decoded next = next(frames);
        Place place = next.place();
        window.add(place.segment(), next.frame());
        if (place.use() == Use.LEAD_IN) {
          continue; // where it is bad, the segment that predicts it says so
        }
        if (next.fault().isPresent()) {
          predict(batch, sink, writes); // videos take frames in order
          write(
              writes,
              place,
              () -> sink.bad(place.segment(), place.frame(), "decode", next.fault().get()));
          continue;
        }
        Prediction prediction = new Prediction(place, window.frames());
        if (!batch.isEmpty() && !batch.get(0).size().equals(prediction.size())) {
          predict(batch, sink, writes);
        }
        batch.add(prediction);
        if (batch.size() == recipe.batchSize()) {
          predict(batch, sink, writes);
        }
      }
      predict(batch, sink, writes);
      finish(writes);
      return sink.outcomes();
    }
  }

  private Decoded decode(Place place, FrameFiles files) {
    FrameLocation image = place.frame().image();
    try (Span span = stages.work(Activity.DECODE, place.frame()::place)) {
      Frame frame = files.image(image, place.segment().frameSize());
      return new Decoded(place, Optional.of(frame), Optional.empty());
    } catch (UserException fault) {
      return new Decoded(place, Optional.empty(), Optional.of(fault));
    }
  }

  private Decoded next(ReadAhead<Place, Decoded> frames) throws InterruptedException {
    try (Span waiting = stages.waiting(Activity.WAIT_DECODE)) {
      return frames.next();
    }
  }

  /** Predicts a batch, hands its maps on to be written, and empties it. */
  private void predict(List<Prediction> batch, SegmentSink sink, WriteBehind writes)
      throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    List<List<Frame>> windows = new ArrayList<>(batch.stream().map(Prediction::window).toList());
    while (windows.size() < recipe.batchSize()) {
      windows.add(windows.get(windows.size() - 1));
    }
    List<float[]> maps;
    PlannedFrame first = batch.get(0).place().frame();
    try (Span span = stages.work(Activity.PREDICT, first::place)) {
      maps = model.predictWindows(windows, cores);
    }
    for (int i = 0; i < batch.size(); i++) {
      Place place = batch.get(i).place();
      Frame picture = batch.get(i).picture();
      float[] values = maps.get(i);
      write(
          writes,
          place,
          () ->
              sink.map(
                  place.segment(),
                  place.frame(),
                  picture,
                  SaliencyMap.of(model.outputSize(), values)));
    }
    batch.clear();
  }

  private void write(WriteBehind writes, Place place, Callable<Void> work)
      throws InterruptedException {
    try (Span waiting = stages.waiting(Activity.WAIT_WRITE)) {
      writes.add(
          () -> {
            try (Span span = stages.work(Activity.WRITE, place.frame()::place)) {
              return work.call();
            }
          });
    }
  }

  private void finish(WriteBehind writes) throws InterruptedException {
    try (Span waiting = stages.waiting(Activity.WAIT_WRITE)) {
      writes.finish();
    }
  }
}
