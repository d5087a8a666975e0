package org.saliency.training.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.FrameWindows;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.network.ColourStatistics;
import org.saliency.training.optimizer.Loss;

/**
 * Reads frames and ground truth as input of a network.
 *
 * @param files reader of frames, maps and fixations
 * @param size the network's input size
 * @param normalisation the network's colour normalisation
 * @param loss determines whether fixations are read
 * @param windows input frames of each prediction
 */
public record SampleReader(
    SampleFiles files, Size size, ColourStatistics normalisation, Loss loss, FrameWindows windows) {

  /** Allowed relative difference of aspect ratios, to permit rounded sizes. */
  private static final double ASPECT_TOLERANCE = 0.05;

  /** Reads batches without augmentation ahead of their use on several threads. */
  public ReadAhead<?, Batch> readAhead(List<List<VideoFrame>> plan, int threads) {
    return readAhead(plan, threads, EpochAugmentation.NONE);
  }

  /** Reads the batches of a training epoch ahead of their use on several threads. */
  public ReadAhead<?, Batch> readAhead(
      List<List<VideoFrame>> plan, int threads, EpochAugmentation augmentation) {
    return new ReadAhead<>(
        IntStream.range(0, plan.size()).iterator(),
        number -> read(plan.get(number), (long) number * plan.get(0).size(), augmentation),
        threads,
        threads + 2,
        "batch-loader");
  }

  /** Reads a batch without augmentation; every frame must have a map. */
  public Batch read(List<VideoFrame> frames) {
    return read(frames, 0, EpochAugmentation.NONE);
  }

  /**
   * Reads a training batch; every frame must have a map. Frames whose map is black are left out.
   *
   * @param first position of its first frame in the epoch
   */
  public Batch read(List<VideoFrame> frames, long first, EpochAugmentation augmentation) {
    Map<Integer, Scaled<SaliencyMap>> maps = new TreeMap<>();
    for (int i = 0; i < frames.size(); i++) {
      Scaled<SaliencyMap> map = map(frames.get(i));
      if (!map.content().isBlack()) {
        maps.put(i, map);
      }
    }
    int pixels = size.pixels();
    float[] input = new float[maps.size() * windows.length() * 3 * pixels];
    float[] truth = new float[maps.size() * pixels];
    float[] fixations = new float[loss.usesFixations() ? truth.length : 0];
    List<String> names = new ArrayList<>();
    int black = 0;
    for (Map.Entry<Integer, Scaled<SaliencyMap>> entry : maps.entrySet()) {
      Scaled<SaliencyMap> map = entry.getValue();
      VideoFrame frame = frames.get(entry.getKey());
      int sample = names.size();
      Transformation change = augmentation.draw(first + entry.getKey(), size, map.content());
      int start = sample * windows.length() * 3 * pixels;
      black += putWindow(frame, map.own(), change, input, start).isBlack() ? 1 : 0;
      putTruth(change.apply(map.content()), truth, sample * pixels);
      if (loss.usesFixations()) {
        Fixations points = fixations(frame, map.own()).orElseThrow();
        putFixations(change.apply(points), fixations, sample * pixels);
      }
      names.add(frame.image().toString());
    }
    return new Batch(names, input, truth, fixations, black);
  }

  /** Returns the frame itself, the last of its window, before its augmentation. */
  private Frame putWindow(
      VideoFrame frame, Size mapSize, Transformation change, float[] input, int first) {
    int planes = 3 * size.pixels();
    List<VideoFrame> window = windows.endingWith(frame);
    Frame content = null;
    for (int j = 0; j < window.size(); j++) {
      int start = first + j * planes;
      if (j > 0 && window.get(j).equals(window.get(j - 1))) {
        System.arraycopy(input, start - planes, input, start, planes);
        continue;
      }
      Scaled<Frame> image = image(window.get(j));
      requireSameAspect(frame, image.own(), mapSize);
      content = image.content();
      putPlanes(change.apply(content), input, start);
    }
    return content;
  }

  /** The samples of {@link #read(List, long, EpochAugmentation)} as pictures. */
  public List<AugmentedSample> augmented(
      List<VideoFrame> frames, long first, EpochAugmentation augmentation) {
    List<AugmentedSample> samples = new ArrayList<>();
    for (VideoFrame frame : frames) {
      Scaled<SaliencyMap> map = map(frame);
      Transformation transformation =
          augmentation.draw(first + samples.size(), size, map.content());
      samples.add(
          new AugmentedSample(
              frame.image().toString(),
              transformation,
              transformation.apply(image(frame).content()),
              transformation.apply(map.content()),
              fixations(frame, map.own()).map(transformation::apply)));
    }
    return samples;
  }

  /** The image of a frame, which may be scaled. */
  public Scaled<Frame> image(VideoFrame frame) {
    return files.image(frame.image());
  }

  /** Maps may differ from their frames in size, but not in aspect ratio. */
  private static void requireSameAspect(VideoFrame frame, Size image, Size map) {
    double difference =
        Math.abs(
            (double) image.width() * map.height() / ((double) image.height() * map.width()) - 1);
    if (difference > ASPECT_TOLERANCE) {
      throw UserException.input(
          "frame %s is %s but its map %s is %s, with a different aspect ratio: provide the map of"
              + " this frame",
          frame.image(), image, frame.map().orElseThrow(), map);
    }
  }

  /** The ground-truth map of a frame, which may be scaled. */
  public Scaled<SaliencyMap> map(VideoFrame frame) {
    return files.map(frame.map().orElseThrow());
  }

  /**
   * The fixations of a frame at their original size; empty if it has none.
   *
   * @param size size of the frame, used for fixation lists
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

  private void putFixations(Fixations fixations, float[] marks, int start) {
    for (int i = 0; i < fixations.count(); i++) {
      marks[start + fixations.rows()[i] * size.width() + fixations.columns()[i]] = 1;
    }
  }
}
