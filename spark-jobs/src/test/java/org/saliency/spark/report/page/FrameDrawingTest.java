package org.saliency.spark.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

class FrameDrawingTest {

  private static final Size SIZE = new Size(200, 100);

  private static Frame grey(int value) {
    byte[] rgb = new byte[3 * SIZE.pixels()];
    Arrays.fill(rgb, (byte) value);
    return new Frame(SIZE, rgb);
  }

  /** 1 in the right half, else 0. */
  private static SaliencyMap rightHalf() {
    double[] values = new double[SIZE.pixels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % SIZE.width() >= SIZE.width() / 2 ? 1 : 0;
    }
    return new SaliencyMap(SIZE, values);
  }

  private static BufferedImage decode(Picture picture) throws IOException {
    String data = picture.dataUri().substring(picture.dataUri().indexOf(',') + 1);
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
  }

  private static int red(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) >> 16 & 0xff;
  }

  private static int blue(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xff;
  }

  @Test
  void aMapLiesOverTheFrameAtHalfStrength() throws IOException {
    FrameDrawing drawing =
        new FrameDrawing(
            Optional.of(grey(200)), Optional.empty(), Optional.empty(), Map.of("m", rightHalf()));
    List<Picture> pictures = drawing.draw("frame 1");
    assertThat(pictures).extracting(Picture::title).containsExactly("Frame", "m");
    BufferedImage overlay = decode(pictures.get(1));
    // inferno goes from (0, 0, 4) to (252, 255, 164); half of it and half of 200
    assertThat(red(overlay, 50, 50)).isBetween(96, 104);
    assertThat(blue(overlay, 50, 50)).isBetween(98, 106);
    assertThat(red(overlay, 150, 50)).isBetween(222, 230);
    assertThat(blue(overlay, 150, 50)).isBetween(178, 186);
  }

  @Test
  void fixationsAreDotsOnTheTruthAtTheirPlace() throws IOException {
    Fixations fixations = new Fixations(new Size(400, 200), new int[] {50}, new int[] {100});
    FrameDrawing drawing =
        new FrameDrawing(Optional.of(grey(0)), Optional.empty(), Optional.of(fixations), Map.of());
    List<Picture> pictures = drawing.draw("frame 1");
    assertThat(pictures).extracting(Picture::title).containsExactly("Frame", "Ground truth");
    BufferedImage truth = decode(pictures.get(1));
    assertThat(blue(truth, 50, 25)).isGreaterThan(180);
    assertThat(blue(truth, 150, 75)).isLessThan(20);
  }

  @Test
  void withoutTheFrameAMapIsShownAlone() throws IOException {
    FrameDrawing drawing =
        new FrameDrawing(Optional.empty(), Optional.of(rightHalf()), Optional.empty(), Map.of());
    BufferedImage truth = decode(drawing.draw("frame 1").get(0));
    assertThat(red(truth, 50, 50)).isLessThan(10);
    assertThat(red(truth, 150, 50)).isGreaterThan(240);
  }

  @Test
  void aPortraitFrameKeepsItsShape() {
    Size portrait = new Size(480, 960);
    Frame frame = new Frame(portrait, new byte[3 * portrait.pixels()]);
    Picture picture =
        new FrameDrawing(Optional.of(frame), Optional.empty(), Optional.empty(), Map.of())
            .draw("frame 1")
            .get(0);
    assertThat(picture.width()).isEqualTo(120);
    assertThat(picture.height()).isEqualTo(240);
  }
}
