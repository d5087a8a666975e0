package org.saliency.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
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
}
