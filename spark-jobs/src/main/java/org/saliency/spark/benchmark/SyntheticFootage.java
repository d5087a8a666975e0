package org.saliency.spark.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.drawing.FrameImage;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.MeanMap;
import org.saliency.map.SaliencyMap;
import org.saliency.video.ImageFile;

/**
 * Frames of a synthetic video with ground truth in the layout {@code msu-savam}, and plausible
 * predictions for them.
 */
final class SyntheticFootage {

  /** Enough that caches do not dominate the measurement. */
  static final int FRAMES = 6;

  /** JPEG quality that cameras use. */
  static final float CAMERA_QUALITY = 0.92f;

  private static final double PRIOR_SHARE = 0.4;

  private final Path video;

  private SyntheticFootage(Path video) {
    this.video = video;
  }

  /** Generates a video in a new folder. */
  static SyntheticFootage create(Path folder, Size size) {
    SyntheticSettings settings = new SyntheticSettings(1, FRAMES, size, 1, Attraction.APPEARANCE);
    SyntheticDataset.write(folder, settings, () -> {});
    return new SyntheticFootage(folder.resolve("video001"));
  }

  private Path file(String kind, int index) {
    return video.resolve(kind).resolve(String.format(Locale.ROOT, "%04d.png", index % FRAMES + 1));
  }

  /** Path of the ground-truth map of a frame. */
  Path map(int index) {
    return file("gaussians", index);
  }

  /** Path of the fixations of a frame. */
  Path fixations(int index) {
    return file("fixations", index);
  }

  /** Writes the frames as JPEG files into a new folder. */
  Path jpegs(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < FRAMES; i++) {
      Path file = file("frames", i);
      byte[] jpeg =
          FrameImage.jpeg(
              ImageFile.read(Files.readAllBytes(file), file.toString()), CAMERA_QUALITY);
      Files.write(folder.resolve(String.format(Locale.ROOT, "%04d.jpg", i + 1)), jpeg);
    }
    return folder;
  }

  /** A map file per frame: the video's mean map blended with the map of the next frame. */
  List<byte[]> predictions() throws IOException {
    List<SaliencyMap> maps = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      maps.add(MapFile.read(Files.readAllBytes(map(i)), map(i).toString()));
    }
    MeanMap mean = new MeanMap(maps.get(0).size());
    maps.forEach(mean::add);
    double[] prior = mean.mean().values();
    List<byte[]> predictions = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      double[] other = maps.get((i + 1) % FRAMES).values();
      double[] values = new double[other.length];
      for (int p = 0; p < values.length; p++) {
        values[p] = PRIOR_SHARE * prior[p] + (1 - PRIOR_SHARE) * other[p];
      }
      predictions.add(
          MapFile.write(new SaliencyMap(mean.mean().size(), values), MapDepth.EIGHT_BITS));
    }
    return predictions;
  }
}
