package org.saliency.training;

import java.io.IOException;
import java.util.List;
import org.saliency.UserException;
import org.saliency.concurrent.ReadAhead;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapFile;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.network.ColourStatistics;
import org.saliency.storage.Storage;
import org.saliency.video.ImageFile;

/**
 * Reads frames and maps as a network takes them.
 *
 * @param storage where the files are
 * @param size the network's input size
 * @param normalisation what the network expects of colours
 * @param windows the frames that the network sees to predict one of them
 */
record SampleReader(
    Storage storage, Size size, ColourStatistics normalisation, FrameWindows windows) {

  /** Reads batches on a few threads ahead of their use. */
  ReadAhead<List<VideoFrame>, Batch> readAhead(List<List<VideoFrame>> plan, int threads) {
    return new ReadAhead<>(plan.iterator(), this::read, threads, threads + 2, "batch-loader");
  }

  /** Reads a batch; every frame has a map. */
  Batch read(List<VideoFrame> frames) {
    int pixels = size.pixels();
    float[] input = new float[frames.size() * windows.length() * 3 * pixels];
    float[] truth = new float[frames.size() * pixels];
    for (int i = 0; i < frames.size(); i++) {
      VideoFrame frame = frames.get(i);
      List<VideoFrame> window = windows.endingWith(frame);
      for (int j = 0; j < window.size(); j++) {
        putPlanes(resized(window.get(j)), input, (i * window.size() + j) * 3 * pixels);
      }
      putTruth(map(frame), truth, i * pixels);
    }
    return new Batch(frames.stream().map(VideoFrame::image).toList(), input, truth);
  }

  private Frame resized(VideoFrame frame) {
    return Resize.antialiased(ImageFile.read(bytes(frame.image()), frame.image()), size);
  }

  /** The ground-truth map of a frame at its own size. */
  SaliencyMap map(VideoFrame frame) {
    String path = frame.map().orElseThrow();
    return MapFile.read(bytes(path), path);
  }

  byte[] bytes(String path) {
    try {
      return storage.read(path);
    } catch (IOException e) {
      throw UserException.input(e, "%s cannot be read: %s", path, e);
    }
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
    double[] values = Resize.antialiased(map, size).values();
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    for (int i = 0; i < values.length; i++) {
      truth[start + i] = sum > 0 ? (float) (values[i] / sum) : 0;
    }
  }
}
