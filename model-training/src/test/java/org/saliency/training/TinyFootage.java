package org.saliency.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.saliency.frame.Size;
import org.saliency.video.PictureKind;
import org.saliency.video.VideoTiming;
import org.saliency.video.VideoWriter;

/** A data set of small video files in the layout {@code msu-challenge}, without fixations. */
public final class TinyFootage {

  private static final long FRAME_MICROS = 40_000;

  private TinyFootage() {}

  /** Writes videos {@code a}, {@code b} and so on of moving rectangles, and their maps. */
  public static Path write(Path folder, int videos, int frames, Size size) {
    try {
      for (int video = 0; video < videos; video++) {
        String name = (char) ('a' + video) + ".mp4";
        write(folder.resolve("Videos"), name, PictureKind.COLOUR, video, frames, size);
        write(folder.resolve("Saliency"), name, PictureKind.GREY, video, frames, size);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(
      Path folder, String name, PictureKind kind, int video, int frames, Size size)
      throws IOException {
    Files.createDirectories(folder);
    try (VideoWriter writer =
        VideoWriter.create(folder.resolve(name), size, kind, new VideoTiming(25, 0))) {
      for (int frame = 0; frame < frames; frame++) {
        writer.add(
            picture(kind.bytesPerPixel(), video, frame, size), frame * FRAME_MICROS, FRAME_MICROS);
      }
      writer.finish();
    }
  }

  private static byte[] picture(int channels, int video, int frame, Size size) {
    byte[] pixels = new byte[channels * size.pixels()];
    for (int i = 0; i < size.pixels(); i++) {
      int x = i % size.width();
      int y = i / size.width();
      boolean isInside =
          Math.abs(x - (frame * 3 + 11 * video) % size.width()) < size.width() / 6
              && Math.abs(y - size.height() / 2) < size.height() / 4;
      for (int channel = 0; channel < channels; channel++) {
        pixels[i * channels + channel] =
            (byte) (isInside ? 220 - 40 * channel : (x + 2 * y + 9 * video) % 60);
      }
    }
    return pixels;
  }
}
