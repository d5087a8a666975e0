package org.saliency.training;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.UserException;
import org.saliency.concurrent.OrderedTasks;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.Profile;
import org.saliency.progress.Progress;
import org.saliency.training.sample.Batch;
import org.saliency.training.sample.Batches;
import org.saliency.training.sample.Sample;
import org.saliency.training.sample.SampleReader;
import org.saliency.training.sample.Scaled;

/**
 * Validates a network on videos not used for training: computes the training loss, and the metrics
 * at the size of the ground truth (profile {@code native}) up to {@code train.validation-width},
 * averaged over frames, then over videos. Threads compute the metrics of a batch while the network
 * predicts the next.
 */
final class Validation {

  private static final Profile PROFILE = Profile.NATIVE;

  /** Predicted maps that wait for their metrics, for each thread. */
  private static final int MEASURED_AHEAD = 8;

  private final SampleReader reader;
  private final int batchSize;
  private final int loaderThreads;
  private final List<Sample> samples;
  private final BlackFrameCheck blackFrames = new BlackFrameCheck("validation");

  Validation(List<Sample> samples, int batchSize, int loaderThreads, SampleReader reader) {
    this.samples = List.copyOf(samples);
    this.reader = reader;
    this.batchSize = batchSize;
    this.loaderThreads = loaderThreads;
  }

  /**
   * Result of a validation.
   *
   * @param loss mean over the frames
   * @param metrics means over the videos
   */
  record Result(double loss, DatasetMetrics metrics) {}

  /**
   * Validates a network.
   *
   * @param step name of the step, for its progress
   */
  Result of(TrainableModel model, String step) throws InterruptedException {
    Map<String, MetricMeans> byVideo = new TreeMap<>();
    double loss = 0;
    List<List<VideoFrame>> plan =
        Batches.inOrder(samples.stream().map(Sample::frame).toList(), batchSize);
    try (ReadAhead<?, Batch> batches = reader.readAhead(plan, loaderThreads);
        OrderedTasks<FrameMetrics> measured =
            new OrderedTasks<>(loaderThreads, MEASURED_AHEAD * loaderThreads, "metrics");
        Progress progress = Progress.startPassing(step, "frames", samples.size())) {
      Iterator<Sample> submitted = samples.iterator();
      Iterator<Sample> finished = samples.iterator();
      while (batches.hasNext()) {
        Batch batch = batches.next();
        blackFrames.add(batch);
        TrainableModel.Prediction prediction = model.evaluate(batch, reader.loss());
        batch.requireFinite(prediction.loss());
        loss += prediction.loss() * batch.size();
        for (SaliencyMap map : prediction.maps()) {
          if (measured.isFull()) {
            add(measured.take(), finished.next(), byVideo, progress);
          }
          VideoFrame frame = submitted.next().frame();
          measured.submit(() -> measure(map, frame));
        }
      }
      while (!measured.isEmpty()) {
        add(measured.take(), finished.next(), byVideo, progress);
      }
    }
    blackFrames.finish();
    return new Result(
        loss / samples.size(),
        DatasetMetrics.of(
            byVideo.entrySet().stream()
                .map(entry -> entry.getValue().toVideo(entry.getKey()))
                .toList()));
  }

  /** In the order of the samples, so that the sums do not depend on the threads. */
  private static void add(
      FrameMetrics metrics, Sample sample, Map<String, MetricMeans> byVideo, Progress progress) {
    byVideo
        .computeIfAbsent(sample.video(), video -> new MetricMeans(PROFILE.metrics()))
        .add(metrics);
    progress.advance(1);
  }

  private FrameMetrics measure(SaliencyMap prediction, VideoFrame frame) {
    Scaled<SaliencyMap> truth = reader.map(frame);
    Size size = truth.content().size();
    Optional<Fixations> fixations = reader.fixations(frame, truth.own());
    if (fixations.isPresent() && !fixations.get().size().equals(truth.own())) {
      throw UserException.input(
          "map %s is %s but fixations %s are %s: provide both at the same size, or remove the"
              + " fixations",
          frame.map().orElseThrow(),
          truth.own(),
          frame.fixations().orElseThrow(),
          fixations.get().size());
    }
    return PROFILE.measure(
        prediction,
        Optional.of(truth.content()),
        size.equals(truth.own())
            ? fixations
            : fixations.map(points -> Crop.WHOLE.apply(points, size)));
  }
}
