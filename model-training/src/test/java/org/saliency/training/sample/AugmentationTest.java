package org.saliency.training.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.saliency.frame.ColourChange;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.settings.Settings;

class AugmentationTest {

  private static final Size SIZE = new Size(48, 36);
  private static final Augmentation EVERYTHING = new Augmentation(0.5, 1, 0.5, 1, 0.2, 0.3, 0.4);

  /** A Gaussian with a standard deviation of a twelfth of the width. */
  private static SaliencyMap gaussian(Size size, double column, double row) {
    double[] values = new double[size.pixels()];
    double sigma = size.width() / 12.0;
    for (int i = 0; i < values.length; i++) {
      double x = (i % size.width() - column) / sigma;
      int atRow = i / size.width();
      double y = (atRow - row) / sigma;
      values[i] = Math.exp(-(x * x + y * y) / 2);
    }
    return new SaliencyMap(size, values);
  }

  private static Frame painted(SaliencyMap map) {
    byte[] rgb = new byte[3 * map.size().pixels()];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.round(255 * map.values()[i / 3]);
    }
    return new Frame(map.size(), rgb);
  }

  private static List<Transformation> draws(Augmentation augmentation, int count) {
    SaliencyMap map = gaussian(SIZE, 24, 18);
    return LongStream.range(0, count)
        .mapToObj(position -> augmentation.draw(1, 1, position, SIZE, map))
        .toList();
  }

  private static double share(List<Transformation> draws, ToDoubleFunction<Transformation> one) {
    return draws.stream().mapToDouble(one).average().orElseThrow();
  }

  @Test
  void withoutAugmentationSamplesAreOnlyResized() {
    assertThat(draws(Augmentation.NONE, 100))
        .containsOnly(new Transformation(Crop.WHOLE, ColourChange.NONE, SIZE));
  }

  @Test
  void eachChangeHasItsProbability() {
    List<Transformation> draws = draws(new Augmentation(0.3, 0.6, 0.5, 0.2, 0.1, 0.1, 0.1), 4000);

    assertThat(share(draws, t -> t.view().isMirrored() ? 1 : 0)).isCloseTo(0.3, within(0.03));
    assertThat(share(draws, t -> t.view().bottom() - t.view().top() < 1 ? 1 : 0))
        .isCloseTo(0.6, within(0.03));
    assertThat(share(draws, t -> t.colours().equals(ColourChange.NONE) ? 0 : 1))
        .isCloseTo(0.2, within(0.03));
  }

  @Test
  void factorsAndScalesCoverTheirRanges() {
    List<Transformation> draws = draws(EVERYTHING, 2000);

    for (Transformation draw : draws) {
      assertThat(draw.colours().brightness()).isBetween(0.8, 1.2);
      assertThat(draw.colours().contrast()).isBetween(0.7, 1.3);
      assertThat(draw.colours().saturation()).isBetween(0.6, 1.4);
      double width = Math.abs(draw.view().right() - draw.view().left());
      double height = draw.view().bottom() - draw.view().top();
      assertThat(width).isBetween(0.5 / 1.05, 1.0);
      assertThat(width / height).isBetween(0.9, 1.11);
    }
    assertThat(draws.stream().mapToDouble(t -> t.colours().brightness()).min().orElseThrow())
        .isLessThan(0.81);
    assertThat(share(draws, t -> t.view().bottom() - t.view().top())).isCloseTo(0.75, within(0.02));
    assertThat(share(draws, t -> (t.view().bottom() + t.view().top()) / 2))
        .isCloseTo(0.5, within(0.01));
  }

  @Test
  void drawDependsOnlyOnSeedEpochAndPosition() {
    SaliencyMap map = gaussian(SIZE, 24, 18);

    assertThat(draws(EVERYTHING, 500)).isEqualTo(draws(EVERYTHING, 500)).doesNotHaveDuplicates();
    Transformation one = EVERYTHING.draw(1, 2, 3, SIZE, map);
    assertThat(EVERYTHING.draw(1, 2, 3, SIZE, map)).isEqualTo(one);
    assertThat(EVERYTHING.draw(2, 2, 3, SIZE, map)).isNotEqualTo(one);
    assertThat(EVERYTHING.draw(1, 3, 2, SIZE, map)).isNotEqualTo(one);
    assertThat(EVERYTHING.draw(1, 3, 3, SIZE, map)).isNotEqualTo(one);
  }

  @Test
  void settingsOfOneChangeDoNotAffectOtherDraws() {
    Augmentation flipsOnly = new Augmentation(0.5, 0, 1, 0, 0, 0, 0);

    assertThat(draws(EVERYTHING, 300).stream().map(t -> t.view().isMirrored()))
        .isEqualTo(draws(flipsOnly, 300).stream().map(t -> t.view().isMirrored()).toList());
  }

  @Property(tries = 200)
  void frameMapAndFixationsStayAligned(@ForAll long seed, @ForAll int position) {
    Size source = new Size(96, 54);
    SaliencyMap map = gaussian(source, 40, 20);
    // The frame differs in size from its map, as in many data sets.
    Frame frame = painted(gaussian(new Size(192, 108), 80.5, 40.5));
    Fixations fixations = new Fixations(source, new int[] {20}, new int[] {40});
    Augmentation geometry = new Augmentation(0.5, 1, 0.5, 0, 0, 0, 0);

    Transformation transformation = geometry.draw(seed, 1, position, SIZE, map);
    SaliencyMap shownMap = transformation.apply(map);
    Frame shownFrame = transformation.apply(frame);
    Fixations shownFixations = transformation.apply(fixations);

    assertThat(shownFrame.size()).isEqualTo(SIZE);
    for (int i = 0; i < SIZE.pixels(); i++) {
      assertThat((shownFrame.rgb()[3 * i] & 0xff) / 255.0)
          .isCloseTo(shownMap.values()[i], within(0.06)); // far below one pixel's step of 0.2
    }
    for (int i = 0; i < shownFixations.count(); i++) {
      assertThat(shownMap.at(shownFixations.rows()[i], shownFixations.columns()[i]))
          .isGreaterThan(0.9);
    }
  }

  @Property(tries = 200)
  void cropKeepsAMinimumShareOfTheMap(@ForAll long seed) {
    SaliencyMap corner = gaussian(SIZE, 2, 2);
    Crop view = new Augmentation(0.5, 1, 0.3, 0, 0, 0, 0).draw(seed, 1, 0, SIZE, corner).view();

    assertThat(view.share(corner)).isGreaterThanOrEqualTo(Augmentation.MIN_SHARE);
  }

  @Test
  void blackMapIsNotCropped() {
    SaliencyMap black = new SaliencyMap(SIZE, new double[SIZE.pixels()]);

    assertThat(new Augmentation(0, 1, 0.5, 0, 0, 0, 0).draw(1, 1, 1, SIZE, black).view())
        .isEqualTo(Crop.WHOLE);
  }

  @Test
  void transformationHasADescription() {
    assertThat(new Transformation(Crop.WHOLE, ColourChange.NONE, SIZE).description()).isEmpty();
    assertThat(
            new Transformation(new Crop(0.9, 0, 0.2, 0.75), new ColourChange(1.1, 0.9, 1.25), SIZE)
                .description())
        .isEqualTo("flip, crop 70x75%, colour 110 90 125%");
  }

  @Test
  void settingsAreValidated() {
    assertThat(Augmentation.from(settings(Map.of())))
        .isEqualTo(new Augmentation(0.5, 0, 0.6, 0, 0.2, 0.2, 0.2));
    assertThat(Augmentation.from(settings(Map.of("train.augmentation.crop", "0.7"))).crop())
        .isEqualTo(0.7);
    assertThatThrownBy(() -> Augmentation.from(settings(Map.of("train.augmentation.flip", "1.5"))))
        .hasMessage(
            "Invalid setting train.augmentation.flip '1.5': expected a number from 0.0 to 1.0");
  }

  private static Settings settings(Map<String, String> overrides) {
    return Settings.load(Optional.empty(), overrides).section("train").section("augmentation");
  }
}
