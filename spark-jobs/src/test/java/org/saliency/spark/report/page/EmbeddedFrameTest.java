package org.saliency.spark.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

class EmbeddedFrameTest {

  private static final Size SIZE = new Size(200, 100);

  /** 0.5 in the right half, else 0. */
  private static SaliencyMap rightHalf() {
    double[] values = new double[SIZE.pixels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % SIZE.width() >= SIZE.width() / 2 ? 0.5 : 0;
    }
    return new SaliencyMap(SIZE, values);
  }

  private static BufferedImage decode(byte[] jpeg) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  private static int grey(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }

  @Test
  void aMapIsScaledToItsOwnMaximum() {
    SmallMap map = SmallMap.of(rightHalf(), SmallMap.sizeFor(SIZE));
    assertThat(map.size()).isEqualTo(new Size(96, 48));
    assertThat(map.grey()[24 * 96 + 10]).isZero();
    assertThat(map.grey()[24 * 96 + 90]).isEqualTo((byte) 255);
  }

  @Test
  void anAllZeroMapStaysZero() {
    assertThat(SmallMap.of(SIZE, new double[SIZE.pixels()]).grey()).containsOnly(0);
  }

  @Test
  void mapsLieBelowEachOtherWithoutThoseThatAreMissing() throws IOException {
    Size size = SmallMap.sizeFor(SIZE);
    SmallMap dark = SmallMap.of(size, new double[size.pixels()]);
    SmallMap half = SmallMap.of(rightHalf(), size);
    MapStack stack = MapStack.of(List.of(Optional.of(dark), Optional.empty(), Optional.of(half)));
    assertThat(stack.rows()).containsExactly(true, false, true);
    BufferedImage image = decode(stack.jpeg().orElseThrow());
    assertThat(image.getWidth()).isEqualTo(96);
    assertThat(image.getHeight()).isEqualTo(2 * 48);
    assertThat(grey(image, 90, 40)).isLessThan(6);
    assertThat(grey(image, 90, 56)).isGreaterThan(249);
    assertThat(grey(image, 10, 56)).isLessThan(6);
  }

  @Test
  void withoutAnyMapThereIsNoImage() {
    assertThat(MapStack.of(List.of(Optional.empty())).jpeg()).isEmpty();
  }

  @Test
  void fixationsAreAtTheirPlaceInThousandths() {
    Fixations fixations = new Fixations(new Size(400, 200), new int[] {50}, new int[] {100});
    assertThat(EmbeddedFrame.places(fixations)).containsExactly(251, 253);
  }

  @Test
  void ofManyFixationsSomeAreKept() {
    int[] places = new int[1000];
    Arrays.setAll(places, i -> i % 100);
    assertThat(EmbeddedFrame.places(new Fixations(new Size(100, 100), places, places)))
        .hasSize(2 * 150);
  }

  @Test
  void aPhotoKeepsItsColour() throws IOException {
    byte[] rgb = new byte[3 * SIZE.pixels()];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) 200;
    }
    BufferedImage image = decode(EmbeddedFrame.photo(new Frame(SIZE, rgb)));
    assertThat(image.getRGB(100, 50) >> 16 & 0xff).isBetween(195, 205);
    assertThat(image.getRGB(100, 50) & 0xff).isLessThan(8);
  }

  @Test
  void portraitFramesKeepTheirShape() {
    assertThat(EmbeddedFrame.shownSize(new Size(480, 960))).isEqualTo(new Size(108, 216));
    assertThat(SmallMap.sizeFor(new Size(480, 960))).isEqualTo(new Size(48, 96));
    assertThat(EmbeddedFrame.shownSize(new Size(1920, 1080))).isEqualTo(new Size(288, 162));
    assertThat(SmallMap.sizeFor(new Size(1920, 1080))).isEqualTo(new Size(96, 56));
  }

  @Test
  void smallFramesAreNotEnlarged() {
    assertThat(EmbeddedFrame.shownSize(SIZE)).isEqualTo(SIZE);
  }

  @Test
  void meanMapsWeighEachMapTheSame() throws IOException {
    Size size = new Size(16, 8);
    byte[] left = new byte[size.pixels()];
    byte[] right = new byte[size.pixels()];
    for (int i = 0; i < left.length; i++) {
      left[i] = (byte) (i % 16 < 8 ? 255 : 0);
      right[i] = (byte) (i % 16 < 8 ? 0 : 60);
    }
    MeanMaps mean = new MeanMaps(size, 2);
    mean.add(List.of(Optional.of(new SmallMap(size, left)), Optional.empty()));
    mean.add(List.of(Optional.of(new SmallMap(size, right)), Optional.empty()));
    mean.add(List.of(Optional.of(new SmallMap(size, new byte[128])), Optional.empty()));
    assertThat(mean.frames()).isEqualTo(3);
    assertThat(mean.stack().rows()).containsExactly(true, false);
    BufferedImage image = decode(mean.stack().jpeg().orElseThrow());
    assertThat(grey(image, 3, 4)).isGreaterThan(245);
    assertThat(grey(image, 12, 4)).isGreaterThan(245);
  }
}
