package org.saliency.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.frame.Size;

class FixationFileTest {

  @Test
  void takesEveryPngPixelAboveZeroInRowMajorOrder() {
    int[][] samples = {{0}, {255}, {0}, {1}, {0}, {128}};
    BufferedImage image = PictureSamples.image(BufferedImage.TYPE_BYTE_GRAY, 3, samples);
    Fixations fixations = FixationFile.read(PictureSamples.file(image, "png"), "fixations/1.png");
    assertThat(fixations.size()).isEqualTo(new Size(3, 2));
    assertThat(fixations.rows()).containsExactly(0, 1, 1);
    assertThat(fixations.columns()).containsExactly(1, 0, 2);
  }

  @Test
  void takesJpegPixelsAboveHalfOnly() {
    int[][] samples = new int[32 * 32][];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = new int[] {i == 5 * 32 + 9 ? 255 : 0};
    }
    BufferedImage image = PictureSamples.image(BufferedImage.TYPE_BYTE_GRAY, 32, samples);
    Fixations fixations = FixationFile.read(PictureSamples.file(image, "jpg"), "a_fixPts.jpg");
    assertThat(fixations.rows()).containsExactly(5);
    assertThat(fixations.columns()).containsExactly(9);
  }

  @Test
  void readsAnEmptyPictureAsNoFixations() {
    byte[] black =
        MapFile.write(new SaliencyMap(new Size(4, 3), new double[12]), MapDepth.EIGHT_BITS);
    assertThat(FixationFile.read(black, "fixations/1.png").count()).isZero();
  }

  @Test
  void reportsAFileThatIsNotAnImage() {
    assertThatThrownBy(() -> FixationFile.read(new byte[] {1, 2, 3}, "fixations/1.png"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fixations/1.png");
  }

  private static byte[] mat(String name) throws IOException {
    try (InputStream stream = FixationFileTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }

  @Test
  void takesTheFixationsOfAllViewersFromMatlabFiles() throws IOException {
    Fixations gaze = FixationFile.read(mat("salicon.mat"), "1.mat");
    assertThat(gaze.size()).isEqualTo(new Size(6, 4));
    assertThat(gaze.rows()).containsExactly(0, 3, 3, 1);
    assertThat(gaze.columns()).containsExactly(0, 5, 5, 2);

    Fixations marks = FixationFile.read(mat("cat2000.mat"), "1.mat");
    assertThat(marks.size()).isEqualTo(new Size(6, 4));
    assertThat(marks.rows()).containsExactly(0, 3);
    assertThat(marks.columns()).containsExactly(5, 1);
  }

  @Test
  void takesTheMarksOfDhf1k() throws IOException {
    Fixations marks = FixationFile.read(mat("dhf1k.mat"), "1.mat");
    assertThat(marks.size()).isEqualTo(new Size(6, 4));
    assertThat(marks.rows()).containsExactly(1, 2);
    assertThat(marks.columns()).containsExactly(0, 4);
  }

  @Test
  void reportsMatlabFilesThatCannotBeUsed() throws IOException {
    assertThatThrownBy(() -> FixationFile.read(mat("outside.mat"), "1.mat"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fixation 1 of viewer 1 is [7, 1], outside the picture of 6x4");
    assertThatThrownBy(() -> FixationFile.read(mat("other.mat"), "1.mat"))
        .hasMessageContaining("has the variables x, y: expected 'gaze'");
    byte[] whole = mat("salicon.mat");
    for (int length = 8; length < whole.length; length += 5) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> FixationFile.read(cut, "1.mat"))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("1.mat");
    }
    byte[] hdf5 = "MATLAB 7.3 MAT-file".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> FixationFile.read(hdf5, "1.mat")).hasMessageContaining("-v7");
  }
}
