package org.saliency.spark.score;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Small videos with ground truth in the {@code msu-savam} layout, reproducible by seed. */
public final class TinyVideos {

  private final Path folder;
  private final Random random;

  /** Creates an empty data set. */
  public TinyVideos(Path folder, long seed) {
    this.folder = folder;
    this.random = new Random(seed);
  }

  /** Returns the folder of the data set. */
  public Path folder() {
    return folder;
  }

  /** Adds a video of random blocks with a Gaussian map and two fixations per frame. */
  public TinyVideos add(String name, int frames, Size size) {
    for (int i = 1; i <= frames; i++) {
      String file = String.format(Locale.ROOT, "%04d.png", i);
      write(folder.resolve(name).resolve("frames").resolve(file), frame(size));
      int x = random.nextInt(size.width());
      int y = random.nextInt(size.height());
      write(folder.resolve(name).resolve("gaussians").resolve(file), blob(size, x, y));
      write(folder.resolve(name).resolve("fixations").resolve(file), point(size, x, y));
    }
    return this;
  }

  /** Writes a frame as PNG. */
  static void writePng(Frame frame, Path file) {
    Size size = frame.size();
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size.pixels(); i++) {
      int red = frame.rgb()[3 * i] & 0xff;
      int green = frame.rgb()[3 * i + 1] & 0xff;
      int blue = frame.rgb()[3 * i + 2] & 0xff;
      image.setRGB(i % size.width(), i / size.width(), red << 16 | green << 8 | blue);
    }
    write(file, image);
  }

  private BufferedImage frame(Size size) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    int[][] blocks = new int[5][5];
    for (int[] row : blocks) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(1 << 24);
      }
    }
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        image.setRGB(x, y, blocks[5 * y / size.height()][5 * x / size.width()]);
      }
    }
    return image;
  }

  private static BufferedImage blob(Size size, int x0, int y0) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        double distance = Math.hypot(x - x0, y - y0) / size.width();
        image.getRaster().setSample(x, y, 0, (int) (255 * Math.exp(-50 * distance * distance)));
      }
    }
    return image;
  }

  private static BufferedImage point(Size size, int x, int y) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(x, y, 0, 255);
    image.getRaster().setSample(0, 0, 0, 255);
    return image;
  }

  private static void write(Path file, BufferedImage image) {
    try {
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
