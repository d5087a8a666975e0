package org.saliency.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.MetricMeans;
import org.saliency.metric.Profile;

/**
 * Checks a network on videos that it does not learn from: the loss as in training, and the metrics
 * at the truth's own size (profile {@code native}), averaged over frames, then over videos.
 */
final class Validation {

  private static final Profile PROFILE = Profile.NATIVE;

  private final SampleReader reader;
  private final int batchSize;
  private final int loaderThreads;

  /** Frames of one video, or some of them. */
  private record Chosen(String video, VideoFrame frame) {}

  private final List<Chosen> chosen = new ArrayList<>();

  /**
   * Chooses the frames to validate.
   *
   * @param most how many at most, spread evenly over the videos' frames; 0 for all
   */
  Validation(Dataset videos, int most, int batchSize, int loaderThreads, SampleReader reader) {
    this.reader = reader;
    this.batchSize = batchSize;
    this.loaderThreads = loaderThreads;
    List<Chosen> all = new ArrayList<>();
    for (Video video : videos.videos()) {
      video.frames().forEach(frame -> all.add(new Chosen(video.name(), frame)));
    }
    int count = most == 0 ? all.size() : Math.min(most, all.size());
    for (int i = 0; i < count; i++) {
      chosen.add(all.get((int) ((long) all.size() * i / count)));
    }
  }

  int frames() {
    return chosen.size();
  }

  /**
   * Figures of one check.
   *
   * @param loss mean over the frames
   * @param metrics means over the videos
   */
  record Result(double loss, DatasetMetrics metrics) {}

  Result of(TrainableModel model) throws InterruptedException {
    Map<String, MetricMeans> byVideo = new TreeMap<>();
    double loss = 0;
    List<List<VideoFrame>> plan =
        Batches.inOrder(chosen.stream().map(Chosen::frame).toList(), batchSize);
    try (ReadAhead<List<VideoFrame>, Batch> batches = reader.readAhead(plan, loaderThreads)) {
      int next = 0;
      while (batches.hasNext()) {
        Batch batch = batches.next();
        TrainableModel.Prediction prediction = model.evaluate(batch, reader.loss());
        loss += prediction.loss() * batch.size();
        for (SaliencyMap map : prediction.maps()) {
          Chosen frame = chosen.get(next++);
          byVideo
              .computeIfAbsent(frame.video(), video -> new MetricMeans(PROFILE.metrics()))
              .add(measure(map, frame.frame()));
        }
      }
    }
    return new Result(
        loss / chosen.size(),
        DatasetMetrics.of(
            byVideo.entrySet().stream()
                .map(entry -> entry.getValue().toVideo(entry.getKey()))
                .toList()));
  }

  private FrameMetrics measure(SaliencyMap prediction, VideoFrame frame) {
    Optional<Fixations> fixations = frame.fixations().map(path -> reader.fixations(frame));
    return PROFILE.measure(prediction, Optional.of(reader.map(frame)), fixations);
  }
}
