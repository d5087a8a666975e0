package org.saliency.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.MapSamples;
import org.saliency.map.SaliencyMap;

class OverlayTest {

  private static final Size SIZE = new Size(60, 40);
  private static final Frame FRAME = MapSamples.frame(40, 60);
  private static final SaliencyMap MAP = MapSamples.steps(40, 60);
  private static final int WHITE = 0xffffff;
  private static final int DOT = 0x00e5ff;

  private static Frame draw(Overlay overlay, Optional<Fixations> fixations, String... lines) {
    return overlay.draw(FRAME, MAP, fixations, List.of(lines));
  }

  private static int colour(Frame frame, int row, int column) {
    byte[] rgb = frame.rgb();
    int at = 3 * (row * frame.size().width() + column);
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
  }

  @Test
  void theHeatMapIsBlendedOverTheFrame() {
    Frame picture = draw(Overlay.OVER, Optional.empty());
    assertThat(picture.size()).isEqualTo(SIZE).isEqualTo(Overlay.OVER.size(SIZE));
    assertThat(picture.rgb()).isEqualTo(HeatMap.blend(HeatMap.of(MAP), FRAME).rgb());
  }

  @Test
  void theFrameIsNextToTheHeatMap() {
    Frame picture = draw(Overlay.BESIDE, Optional.empty());
    assertThat(picture.size()).isEqualTo(new Size(120, 40)).isEqualTo(Overlay.BESIDE.size(SIZE));
    Frame heat = HeatMap.of(MAP);
    for (int row = 0; row < 40; row++) {
      for (int column = 0; column < 60; column++) {
        assertThat(colour(picture, row, column)).isEqualTo(colour(FRAME, row, column));
        assertThat(colour(picture, row, 60 + column)).isEqualTo(colour(heat, row, column));
      }
    }
  }

  @Test
  void aMapOfAnotherSizeIsStretched() {
    SaliencyMap small = new SaliencyMap(new Size(3, 2), new double[] {0.4, 0, 0, 0, 0, 0});
    Frame picture = Overlay.BESIDE.draw(FRAME, small, Optional.empty(), List.of());
    assertThat(colour(picture, 0, 60)).isEqualTo(HeatMap.colour(1));
    assertThat(colour(picture, 39, 119)).isEqualTo(HeatMap.colour(0));
  }

  @Test
  void fixationsAreDotsInEveryPart() {
    Fixations fixations = new Fixations(SIZE, new int[] {20, 39}, new int[] {30, 59});
    Frame over = draw(Overlay.OVER, Optional.of(fixations));
    assertThat(colour(over, 20, 30)).isEqualTo(DOT);
    assertThat(colour(over, 20, 32)).isEqualTo(DOT);
    assertThat(colour(over, 20, 33)).as("rim").isZero();
    assertThat(colour(over, 39, 59)).as("cut at the corner").isEqualTo(DOT);
    assertThat(colour(over, 20, 34))
        .isEqualTo(colour(draw(Overlay.OVER, Optional.empty()), 20, 34));

    Frame beside = draw(Overlay.BESIDE, Optional.of(fixations));
    assertThat(colour(beside, 20, 30)).isEqualTo(DOT);
    assertThat(colour(beside, 20, 90)).isEqualTo(DOT);
    assertThat(colour(beside, 39, 60)).as("not beyond its own part").isNotEqualTo(DOT);
  }

  @Test
  void fixationsOfAnotherSizeAreScaled() {
    Fixations fixations = new Fixations(new Size(120, 80), new int[] {41}, new int[] {61});
    assertThat(colour(draw(Overlay.OVER, Optional.of(fixations)), 20, 30)).isEqualTo(DOT);
  }

  /** The white pixels in rows 2 to 8 and the columns of the first letter, as text. */
  private static String firstLetter(Frame picture) {
    StringBuilder text = new StringBuilder();
    for (int row = 2; row < 9; row++) {
      for (int column = 2; column < 7; column++) {
        text.append(colour(picture, row, column) == WHITE ? '#' : '.');
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Test
  void theCaptionIsInTheUpperLeftCorner() {
    String seven =
        """
        #####
        ....#
        ...#.
        ..#..
        .#...
        .#...
        .#...
        """;
    assertThat(firstLetter(draw(Overlay.OVER, Optional.empty(), "7"))).isEqualTo(seven);
    assertThat(firstLetter(draw(Overlay.BESIDE, Optional.empty(), "7"))).isEqualTo(seven);
  }

  @Test
  void smallLettersAreWrittenAsCapitals() {
    assertThat(draw(Overlay.OVER, Optional.empty(), "nss").rgb())
        .isEqualTo(draw(Overlay.OVER, Optional.empty(), "NSS").rgb());
  }

  @Test
  void anUnknownCharacterIsABox() {
    assertThat(firstLetter(draw(Overlay.OVER, Optional.empty(), "я"))).startsWith("#####\n#...#");
    assertThat(firstLetter(draw(Overlay.OVER, Optional.empty(), " ."))).doesNotContain("#");
  }

  @Test
  void lettersGrowWithThePicture() {
    Size high = new Size(10, 320);
    Frame picture =
        Overlay.OVER.draw(
            new Frame(high, new byte[3 * high.pixels()]),
            new SaliencyMap(high, new double[high.pixels()]),
            Optional.empty(),
            List.of("1"));
    assertThat(colour(picture, 4, 8)).isEqualTo(WHITE);
    assertThat(colour(picture, 5, 9)).isEqualTo(WHITE);
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void aPictureOfOnePixelCanBeDrawn(Overlay overlay) {
    Size pixel = new Size(1, 1);
    Frame picture =
        overlay.draw(
            new Frame(pixel, new byte[3]),
            new SaliencyMap(pixel, new double[1]),
            Optional.of(new Fixations(pixel, new int[1], new int[1])),
            List.of("frame 1", "NSS 0.00"));
    assertThat(picture.size()).isEqualTo(overlay.size(pixel));
  }

  @ParameterizedTest
  @EnumSource(Overlay.class)
  void theInputIsNotModified(Overlay overlay) {
    byte[] before = FRAME.rgb().clone();
    draw(overlay, Optional.of(new Fixations(SIZE, new int[] {0}, new int[] {0})), "frame 1");
    assertThat(FRAME.rgb()).isEqualTo(before);
  }

  @Test
  void namesAreThoseOfOptions() {
    assertThat(Overlay.named("beside")).isEqualTo(Overlay.BESIDE);
    assertThatThrownBy(() -> Overlay.named("under"))
        .isInstanceOf(UserException.class)
        .hasMessage("Invalid overlay 'under': expected one of over, beside");
  }
}
