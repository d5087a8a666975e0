package org.saliency.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.frame.Frame;
import org.saliency.frame.ScaledFrame;
import org.saliency.frame.Size;
import org.saliency.storage.LocalStorage;
import org.saliency.video.PictureKind;
import org.saliency.video.VideoIndex;
import org.saliency.video.VideoTiming;
import org.saliency.video.VideoWriter;

/** Frames that are shown at their own size are scaled as all others. */
class FrameFilesTest {

  private static final Size SIZE = new Size(256, 128);
  private static final Size SCALED = new Size(40, 30);

  @TempDir Path folder;

  private static Frame noise() {
    byte[] rgb = new byte[3 * SIZE.pixels()];
    new Random(1).nextBytes(rgb);
    return new Frame(SIZE, rgb);
  }

  private static void assertSame(
      FrameLocation location, Map<String, VideoIndex> indexes, ScaledFrame both) {
    try (FrameFiles scaled = FrameFiles.of(new LocalStorage(), indexes, Optional.of(SCALED));
        FrameFiles own = FrameFiles.of(new LocalStorage(), indexes)) {
      assertThat(both.scaled().size()).isEqualTo(SCALED);
      assertThat(both.scaled().rgb()).isEqualTo(scaled.image(location, SIZE).rgb());
      assertThat(both.own().orElseThrow().rgb()).isEqualTo(own.image(location, SIZE).rgb());
    }
  }

  private static ScaledFrame both(FrameLocation location, Map<String, VideoIndex> indexes) {
    try (FrameFiles files = FrameFiles.of(new LocalStorage(), indexes, Optional.of(SCALED))) {
      return files.imageWithOwnSize(location, SIZE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png"})
  void picturesWithTheirOwnSize(String format) throws IOException {
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = noise().rgb();
    for (int i = 0; i < SIZE.pixels(); i++) {
      int colour = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
      image.setRGB(i % SIZE.width(), i / SIZE.width(), colour);
    }
    Path file = folder.resolve("a." + format);
    ImageIO.write(image, format, file.toFile());
    FrameLocation location = FrameLocation.file(file.toString());

    assertSame(location, Map.of(), both(location, Map.of()));
  }

  @Test
  void framesOfAVideoWithTheirOwnSize() throws IOException {
    Path file = folder.resolve("a.mp4");
    VideoTiming timing = new VideoTiming(90_000, 0);
    try (VideoWriter writer = VideoWriter.create(file, SIZE, PictureKind.COLOUR, timing)) {
      writer.add(noise().rgb(), 0, 40_000);
      writer.add(noise().rgb(), 40_000, 40_000);
      writer.finish();
    }
    Map<String, VideoIndex> indexes =
        Map.of(file.toString(), VideoIndexer.read(new LocalStorage(), file.toString()));
    FrameLocation location = FrameLocation.inFile(file.toString(), 1);

    assertSame(location, indexes, both(location, indexes));
  }
}
