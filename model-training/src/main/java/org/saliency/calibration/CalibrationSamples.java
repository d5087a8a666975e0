package org.saliency.calibration;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.progress.Progress;
import org.saliency.pytorch.ServingModel;

/**
 * The frames of a data set that a calibration or quantisation is fitted to or measured on.
 *
 * @param locations the frames, in the order of the data set
 * @param data the data set, in messages
 * @param files reads frames and ground truth; closed by the caller
 * @param windows the frames that the network sees before each
 */
record CalibrationSamples(
    List<Location> locations, String data, FrameFiles files, FrameWindows windows) {

  /** A frame of a video, not read yet. */
  record Location(String video, VideoFrame frame) {}

  /**
   * A frame as read.
   *
   * @param window the frames that its map is predicted from, itself the last
   * @param fixations empty when the data set has none
   */
  record Sample(
      String video, List<Frame> window, SaliencyMap truth, Optional<Fixations> fixations) {

    /** The frame itself, without those before it. */
    Frame frame() {
      return window.get(window.size() - 1);
    }

    /** The map that a model predicts. */
    SaliencyMap predictedBy(ServingModel model) {
      int cores = Runtime.getRuntime().availableProcessors();
      float[] values = model.predictWindows(List.of(window), cores).get(0);
      return SaliencyMap.of(model.outputSize(), values);
    }
  }

  /**
   * Chooses frames, evenly spread over all frames of a data set: the middle ones of equal parts.
   *
   * @param mostFrames limit on the number of frames; 0 for all
   * @throws UserException when a video has no ground-truth maps
   */
  static CalibrationSamples of(
      Dataset dataset, String data, int mostFrames, FrameFiles files, FrameWindows windows) {
    List<Location> all = locations(dataset, data);
    int count = mostFrames == 0 ? all.size() : Math.min(mostFrames, all.size());
    List<Location> chosen = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chosen.add(all.get((int) ((2L * i + 1) * all.size() / (2L * count))));
    }
    return new CalibrationSamples(chosen, data, files, windows);
  }

  /**
   * Chooses frames at random.
   *
   * @param mostFrames limit on the number of frames
   * @throws UserException when a video has no ground-truth maps
   */
  static CalibrationSamples random(
      Dataset dataset,
      String data,
      int mostFrames,
      long seed,
      FrameFiles files,
      FrameWindows windows) {
    List<Location> all = locations(dataset, data);
    Collections.shuffle(all, new Random(seed));
    List<Location> chosen = List.copyOf(all.subList(0, Math.min(mostFrames, all.size())));
    return new CalibrationSamples(chosen, data, files, windows);
  }

  /**
   * Requires ground-truth maps.
   *
   * @throws UserException naming the first video without
   */
  static void requireMaps(Dataset dataset, String data) {
    for (Video video : dataset.videos()) {
      if (!video.hasMaps()) {
        throw UserException.input(
            "video '%s' of %s has no ground-truth maps to fit to or measure with: add them or leave"
                + " the video out",
            video.name(), data);
      }
    }
  }

  private static List<Location> locations(Dataset dataset, String data) {
    requireMaps(dataset, data);
    List<Location> all = new ArrayList<>();
    for (Video video : dataset.videos()) {
      video.frames().forEach(frame -> all.add(new Location(video.name(), frame)));
    }
    return all;
  }

  /** Number of videos with chosen frames. */
  int videos() {
    return (int) locations.stream().map(Location::video).distinct().count();
  }

  /**
   * Reads all frames in parallel and passes them on in order.
   *
   * @param task name of the task in the progress
   * @param threads number of threads that read
   */
  void forEach(String task, int threads, Consumer<Sample> consumer)
      throws IOException, InterruptedException {
    try (ReadAhead<Location, Sample> reader =
            new ReadAhead<>(
                locations.iterator(), this::read, threads, threads + 2, "calibration-loader");
        Progress progress = Progress.start(task, "frames", locations.size())) {
      while (reader.hasNext()) {
        consumer.accept(reader.next());
        progress.advance(1);
      }
    }
  }

  /** Reads one frame with its window and ground truth. */
  Sample read(Location location) {
    VideoFrame frame = location.frame();
    SaliencyMap truth = truth(location);
    return new Sample(
        location.video(),
        windows.endingWith(frame).stream().map(seen -> files.image(seen.image())).toList(),
        truth,
        frame.fixations().map(fixations -> files.fixations(fixations, truth.size())));
  }

  private SaliencyMap truth(Location location) {
    return files.map(location.frame().map().orElseThrow());
  }

  /** A ground-truth map resized and scaled to a maximum of 1; empty when it is black. */
  static Optional<SaliencyMap> scaled(SaliencyMap truth, Size size) {
    double[] values = Resize.antialiased(truth, size).values();
    double highest = 0;
    for (double value : values) {
      highest = Math.max(highest, value);
    }
    if (highest == 0) {
      return Optional.empty();
    }
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i] / highest;
    }
    return Optional.of(new SaliencyMap(size, result));
  }
}
