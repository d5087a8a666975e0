package org.saliency.dataset.synthetic;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.storage.FileErrors;
import org.saliency.storage.LocalStorage;

/** Writes synthetic data sets. */
public final class SyntheticDataset {

  private SyntheticDataset() {}

  /**
   * Writes a data set in the {@code msu-savam} layout: {@code video001/frames/0001.png} and so on,
   * {@code gaussians/} (8-bit greyscale, peak 255) and {@code fixations/} (255 at fixations, else
   * 0). Videos are generated in parallel, one per processor.
   *
   * @param output a new or empty folder
   * @param afterFrame called after each frame, concurrently; for progress
   * @throws UserException when the output folder is not empty or cannot be written
   */
  public static void write(Path output, SyntheticSettings settings, Runnable afterFrame) {
    requireEmpty(output);
    int threads = Math.min(settings.videos(), Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> videos = new ArrayList<>();
      for (int number = 0; number < settings.videos(); number++) {
        int video = number;
        videos.add(pool.submit(() -> writeVideo(output, settings, video, afterFrame)));
      }
      for (Future<?> video : videos) {
        video.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UncheckedIOException cause) {
        throw FileErrors.cannotWrite(output, cause.getCause());
      }
      throw new IllegalStateException("a synthetic video could not be generated", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while writing " + output, e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void requireEmpty(Path output) {
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw UserException.usage("output %s is a file: choose a folder", output);
    }
    try {
      Files.createDirectories(output);
      if (!LocalStorage.isEmpty(output)) {
        throw UserException.output(
            "output folder %s is not empty: choose a new one or empty it", output);
      }
    } catch (IOException e) {
      throw FileErrors.cannotWrite(output, e);
    }
  }

  private static void writeVideo(
      Path output, SyntheticSettings settings, int number, Runnable afterFrame) {
    SyntheticVideo video = new SyntheticVideo(settings, number);
    Path folder = output.resolve(String.format(Locale.ROOT, "video%03d", number + 1));
    Path frames = folder.resolve("frames");
    Path gaussians = folder.resolve("gaussians");
    Path fixations = folder.resolve("fixations");
    try {
      Files.createDirectories(frames);
      Files.createDirectories(gaussians);
      Files.createDirectories(fixations);
      for (int i = 0; i < settings.frames() && !Thread.currentThread().isInterrupted(); i++) {
        String name = String.format(Locale.ROOT, "%04d.png", i + 1);
        writePng(frames.resolve(name), settings.size(), video.frame(i).rgb());
        writePng(gaussians.resolve(name), settings.size(), video.map(i));
        writePng(fixations.resolve(name), settings.size(), pixels(video.fixations(i)));
        afterFrame.run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] pixels(Fixations fixations) {
    byte[] pixels = new byte[fixations.size().pixels()];
    for (int i = 0; i < fixations.count(); i++) {
      pixels[fixations.rows()[i] * fixations.size().width() + fixations.columns()[i]] = (byte) 255;
    }
    return pixels;
  }

  /** Writes a greyscale or interleaved RGB image. */
  private static void writePng(Path file, Size size, byte[] samples) throws IOException {
    int channels = samples.length / size.pixels();
    WritableRaster raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(samples, samples.length),
            size.width(),
            size.height(),
            channels * size.width(),
            channels,
            channels == 1 ? new int[] {0} : new int[] {0, 1, 2},
            null);
    ColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
            false,
            false,
            ColorModel.OPAQUE,
            DataBuffer.TYPE_BYTE);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file));
        ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(new BufferedImage(colours, raster, false, null));
    } finally {
      writer.dispose();
    }
  }
}
