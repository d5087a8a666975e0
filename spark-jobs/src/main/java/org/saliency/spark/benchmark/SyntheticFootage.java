package org.saliency.spark.benchmark;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.MeanMap;
import org.saliency.map.SaliencyMap;
import org.saliency.video.ImageFile;

/**
 * Some frames of a synthetic video with ground truth, in the layout {@code msu-savam}, and maps
 * that some method might have predicted for them.
 */
final class SyntheticFootage {

  /** As many as show that no cache is measured. */
  static final int FRAMES = 6;

  private static final float JPEG_QUALITY = 0.92f;
  private static final double PRIOR_SHARE = 0.4;

  private final Path video;

  private SyntheticFootage(Path video) {
    this.video = video;
  }

  /** Makes it in a new folder. */
  static SyntheticFootage make(Path folder, Size size) {
    SyntheticSettings settings = new SyntheticSettings(1, FRAMES, size, 1, Attraction.APPEARANCE);
    SyntheticDataset.write(folder, settings, () -> {});
    return new SyntheticFootage(folder.resolve("video001"));
  }

  private Path file(String kind, int index) {
    return video.resolve(kind).resolve("%04d.png".formatted(index % FRAMES + 1));
  }

  /** Path of the ground-truth map of a frame. */
  Path map(int index) {
    return file("gaussians", index);
  }

  /** Path of the fixations of a frame. */
  Path fixations(int index) {
    return file("fixations", index);
  }

  /** The frames as JPEG files. */
  List<byte[]> jpegs() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      Path file = file("frames", i);
      files.add(jpeg(ImageFile.read(Files.readAllBytes(file), file.toString())));
    }
    return files;
  }

  private static byte[] jpeg(Frame frame) throws IOException {
    Size size = frame.size();
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size.pixels(); i++) {
      int colour =
          (frame.rgb()[3 * i] & 0xff) << 16
              | (frame.rgb()[3 * i + 1] & 0xff) << 8
              | (frame.rgb()[3 * i + 2] & 0xff);
      image.setRGB(i % size.width(), i / size.width(), colour);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A map file for each frame: the mean map of the video mixed with that of another frame. */
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
