package org.saliency.spark.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.SeekableInput;
import org.saliency.video.DecodedFrame;
import org.saliency.video.PictureKind;
import org.saliency.video.VideoIndex;
import org.saliency.video.VideoReader;
import org.saliency.video.VideoTiming;
import org.saliency.video.VideoWriter;

/**
 * Writes videos with drifting colours, frames of varying duration and a key frame every 60 frames.
 */
public final class SampleVideo {

  static final int KEY_FRAME_DISTANCE = 60;

  private SampleVideo() {}

  /** Writes a video; the seed determines images and times. */
  public static Path write(Path file, int frames, Size size, long seed) {
    Random random = new Random(seed);
    try {
      Files.createDirectories(file.getParent());
      try (VideoWriter writer =
          VideoWriter.create(file, size, PictureKind.COLOUR, new VideoTiming(90_000, 0))) {
        int[] colours = random.ints(3 * 4, 50, 200).toArray();
        long micros = 0;
        for (int frame = 0; frame < frames; frame++) {
          drift(colours, random);
          writer.add(picture(size, colours), micros, 40_000);
          micros += 20_000 + random.nextInt(40_000);
        }
        writer.finish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private static void drift(int[] colours, Random random) {
    for (int i = 0; i < colours.length; i++) {
      colours[i] = Math.min(255, Math.max(0, colours[i] + random.nextInt(9) - 4));
    }
  }

  private static byte[] picture(Size size, int[] colours) {
    byte[] rgb = new byte[3 * size.pixels()];
    for (int i = 0; i < rgb.length; i++) {
      int column = i / 3 % size.width();
      int row = i / 3 / size.width();
      int block = 2 * (2 * row / size.height()) + 2 * column / size.width();
      rgb[i] = (byte) colours[3 * block + i % 3];
    }
    return rgb;
  }

  /** The index of a video file. */
  public static VideoIndex index(Path file) {
    try (SeekableInput input = new LocalStorage().openSeekable(file.toString())) {
      return VideoIndex.read(input, file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All frames, decoded sequentially. */
  static List<DecodedFrame> decode(Path file, Optional<Size> scaledTo) {
    VideoIndex index = index(file);
    List<DecodedFrame> frames = new ArrayList<>();
    try (SeekableInput input = new LocalStorage().openSeekable(file.toString());
        VideoReader reader =
            VideoReader.open(input, file.toString(), index.span(0, index.frames() - 1), scaledTo)) {
      reader.forEachRemaining(frames::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return frames;
  }
}
