package org.saliency.training.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.network.ColourStatistics;
import org.saliency.training.optimizer.Loss;

/**
 * Reads frames and maps as a network takes them.
 *
 * @param files reads the files
 * @param size the network's input size
 * @param normalisation what the network expects of colours
 * @param loss decides on whether fixations are read
 * @param windows the frames that the network sees to predict one of them
 */
public record SampleReader(
    FrameFiles files, Size size, ColourStatistics normalisation, Loss loss, FrameWindows windows) {

  /** Of the ratio of width and height, which rounding of sizes changes, too. */
  private static final double MOST_DIFFERENCE = 0.05;

  /** Reads batches on a few threads ahead of their use, as validation takes them. */
  public ReadAhead<?, Batch> readAhead(List<List<VideoFrame>> plan, int threads) {
    return readAhead(plan, threads, EpochAugmentation.NONE);
  }

  /** Reads the batches of an epoch of training on a few threads ahead of their use. */
  public ReadAhead<?, Batch> readAhead(
      List<List<VideoFrame>> plan, int threads, EpochAugmentation augmentation) {
    return new ReadAhead<>(
        IntStream.range(0, plan.size()).iterator(),
        number -> read(plan.get(number), (long) number * plan.get(0).size(), augmentation),
        threads,
        threads + 2,
        "batch-loader");
  }

  /** Reads a batch as validation takes it; every frame has a map. */
  public Batch read(List<VideoFrame> frames) {
    return read(frames, 0, EpochAugmentation.NONE);
  }

  /**
   * Reads a batch of training; every frame has a map.
   *
   * @param first place of its first frame in the epoch
   */
  public Batch read(List<VideoFrame> frames, long first, EpochAugmentation augmentation) {
    int pixels = size.pixels();
    float[] input = new float[frames.size() * windows.length() * 3 * pixels];
    float[] truth = new float[frames.size() * pixels];
    float[] fixations = new float[loss.takesFixations() ? truth.length : 0];
    for (int i = 0; i < frames.size(); i++) {
      VideoFrame frame = frames.get(i);
      SaliencyMap map = map(frame);
      Transformation transformation = augmentation.draw(first + i, size, map);
      List<VideoFrame> window = windows.endingWith(frame);
      for (int j = 0; j < window.size(); j++) {
        Frame image = image(window.get(j));
        requireSameShape(frame, image.size(), map.size());
        putPlanes(transformation.apply(image), input, (i * window.size() + j) * 3 * pixels);
      }
      putTruth(transformation.apply(map), truth, i * pixels);
      if (loss.takesFixations()) {
        Fixations points = fixations(frame, map.size()).orElseThrow();
        putFixations(transformation.apply(points), fixations, i * pixels);
      }
    }
    List<String> names = frames.stream().map(frame -> frame.image().toString()).toList();
    return new Batch(names, input, truth, fixations);
  }

  /** What {@link #read(List, long, EpochAugmentation)} makes a batch of, to look at. */
  public List<AugmentedSample> augmented(
      List<VideoFrame> frames, long first, EpochAugmentation augmentation) {
    List<AugmentedSample> samples = new ArrayList<>();
    for (VideoFrame frame : frames) {
      SaliencyMap map = map(frame);
      Transformation transformation = augmentation.draw(first + samples.size(), size, map);
      samples.add(
          new AugmentedSample(
              frame.image().toString(),
              transformation,
              transformation.apply(image(frame)),
              transformation.apply(map),
              fixations(frame, map.size()).map(transformation::apply)));
    }
    return samples;
  }

  /** The picture of a frame at its own size. */
  public Frame image(VideoFrame frame) {
    return files.image(frame.image());
  }

  /** Maps may be smaller or larger than their frames, but not of another picture. */
  private static void requireSameShape(VideoFrame frame, Size image, Size map) {
    double difference =
        Math.abs(
            (double) image.width() * map.height() / ((double) image.height() * map.width()) - 1);
    if (difference > MOST_DIFFERENCE) {
      throw UserException.input(
          "frame %s is %s but its map %s is %s, of another shape: give the map that belongs to the"
              + " frame",
          frame.image(), image, frame.map().orElseThrow(), map);
    }
  }

  /** The ground-truth map of a frame at its own size. */
  public SaliencyMap map(VideoFrame frame) {
    return files.map(frame.map().orElseThrow());
  }

  /**
   * The fixations of a frame at their own size; empty when it has none.
   *
   * @param size of the frame, for lists of fixations
   */
  public Optional<Fixations> fixations(VideoFrame frame, Size size) {
    return frame.fixations().map(location -> files.fixations(location, size));
  }

  private void putPlanes(Frame frame, float[] input, int start) {
    byte[] rgb = frame.rgb();
    int pixels = size.pixels();
    for (int channel = 0; channel < 3; channel++) {
      float scale = normalisation.scale(channel);
      float offset = normalisation.offset(channel);
      int plane = start + channel * pixels;
      for (int i = 0; i < pixels; i++) {
        input[plane + i] = (rgb[3 * i + channel] & 0xff) * scale + offset;
      }
    }
  }

  private void putTruth(SaliencyMap map, float[] truth, int start) {
    double[] values = map.values();
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    for (int i = 0; i < values.length; i++) {
      truth[start + i] = sum > 0 ? (float) (values[i] / sum) : 0;
    }
  }

  /** Marks the pixel under each fixation. */
  private void putFixations(Fixations fixations, float[] marks, int start) {
    for (int i = 0; i < fixations.count(); i++) {
      marks[start + fixations.rows()[i] * size.width() + fixations.columns()[i]] = 1;
    }
  }
}
