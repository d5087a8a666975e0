package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Size;

/** Results in locales with their own digits, decimal commas or case rules. */
class LocaleTest {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "ne-NP", "bn-BD", "mr-IN", "my-MM", "de-DE", "tr-TR"})
  void picturesAreReadInEveryLocale(String locale) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(96, 54, BufferedImage.TYPE_3BYTE_BGR), "jpeg", jpeg);

    Locale.setDefault(Locale.forLanguageTag(locale));

    assertThat(ImageFile.read(jpeg.toByteArray(), "1.jpg").size()).isEqualTo(new Size(96, 54));
    assertThat(ImageFile.isImage("1.TIFF")).isTrue();
    assertThat(UserException.input("%d %.1f", 12, 0.5)).hasMessage("12 0.5");
  }

  /** FFmpeg takes numbers with a decimal point only. */
  @Test
  void videosTurnedByAnyAngleAreRotatedInEveryLocale() {
    Locale.setDefault(Locale.GERMANY);
    int half = (int) (Math.sqrt(0.5) * (1 << 16));

    Orientation orientation =
        Orientation.of(new int[] {half, half, 0, -half, half, 0, 0, 0, 1 << 30}, new int[0]);

    assertThat(orientation.filters()).containsExactly("rotate=45.000000*PI/180");
  }

  @Test
  void syntheticFilesAreNumberedWithLatinDigits(@TempDir Path folder) {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));

    SyntheticDataset.write(
        folder, new SyntheticSettings(1, 1, new Size(64, 36), 1, Attraction.APPEARANCE), () -> {});

    assertThat(folder.resolve("video001/frames/0001.png")).exists();
  }
}
