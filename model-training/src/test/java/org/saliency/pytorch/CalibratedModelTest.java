package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.map.SaliencyMap;
import org.saliency.model.Model;
import org.saliency.model.ModelDescription;
import org.saliency.network.Calibration;
import org.saliency.pytorch.PyTorch.DeviceChoice;

class CalibratedModelTest {

  private static final Size SIZE = new Size(64, 32);
  private static final Model MODEL = Model.create("deeplab-resnet18", SIZE, 1);
  private static final Calibration CALIBRATION =
      new Calibration(
          List.of(0.05, 0.1, 0.5, 0.9), 0.25, List.of(List.of(0.0, 1.0), List.of(0.5, 0.25)));

  @TempDir private Path folder;

  @Test
  void keepsTheCalibrationInTheFile() throws IOException {
    Path file = folder.resolve("model.pt");
    Model model = MODEL.calibrated(CALIBRATION, "a test").declaringTests(List.of("b", "a"));
    model.write(file);

    ModelDescription read = Model.read(file).description();

    assertThat(read).isEqualTo(model.description());
    assertThat(read.calibration()).isEqualTo(CALIBRATION);
    assertThat(read.declaredTests()).containsExactly("a", "b");
    assertThat(read.provenance()).containsEntry("calibration", "a test");
  }

  @Test
  void readsDescriptionsFromBeforeCalibration() throws IOException {
    ModelDescription old =
        Json.read(
            """
            {"format": 1, "network": "deeplab-resnet18", "input_size": "64x32",
             "normalisation": {"mean": [0, 0, 0], "standardDeviation": [1, 1, 1]},
             "metrics": {}, "provenance": {}, "hash": "0"}
            """,
            ModelDescription.class);

    assertThat(old.calibration()).isEqualTo(Calibration.NONE);
    assertThat(old.declaredTests()).isEmpty();
  }

  @Test
  void theHashCoversTheCalibrationButNotDeclaredTests() {
    String plain = MODEL.description().hash();
    Calibration other = new Calibration(CALIBRATION.brightness(), 0.26, CALIBRATION.prior());

    assertThat(MODEL.declaringTests(List.of("a")).description().hash()).isEqualTo(plain);
    assertThat(hash(CALIBRATION)).isNotEqualTo(plain).isNotEqualTo(hash(other));
    assertThat(hash(CALIBRATION)).isEqualTo(hash(CALIBRATION));
    assertThat(hash(Calibration.NONE)).isEqualTo(plain);
    assertThat(MODEL.calibrated(CALIBRATION, "").uncalibrated()).isEqualTo(MODEL);
  }

  @Test
  void trainingDropsTheCalibrationAndKeepsDeclaredTests() {
    Model calibrated = MODEL.calibrated(CALIBRATION, "a test").declaringTests(List.of("a"));

    ModelDescription trained =
        calibrated
            .trained(MODEL.weights(), Map.of("cc", 0.5), calibrated.description().provenance())
            .description();

    assertThat(trained.calibration()).isEqualTo(Calibration.NONE);
    assertThat(trained.provenance()).doesNotContainKey("calibration");
    assertThat(trained.declaredTests()).containsExactly("a");
    assertThat(trained.metrics()).containsEntry("cc", 0.5);
  }

  @Test
  void servesCalibratedMaps() throws IOException {
    byte[] rgb = new byte[3 * SIZE.pixels()];
    new SplittableRandom(5).nextBytes(rgb);
    Frame frame = new Frame(SIZE, rgb);
    SaliencyMap plain = predicted(MODEL, frame);

    SaliencyMap calibrated = predicted(MODEL.calibrated(CALIBRATION, "a test"), frame);

    SaliencyMap expected = CALIBRATION.apply(plain);
    for (int i = 0; i < SIZE.pixels(); i++) {
      assertThat(calibrated.values()[i]).isCloseTo(expected.values()[i], within(1e-6));
    }
    // By hand: at the top left the prior is 0; the first third of 0..1 becomes 0.05..0.1 and so on,
    // and three quarters of the result is kept.
    double value = plain.at(0, 0);
    double low = value * 3 < 1 ? 0.05 : value * 3 < 2 ? 0.1 : 0.5;
    double high = value * 3 < 1 ? 0.1 : value * 3 < 2 ? 0.5 : 0.9;
    double level = low + (value * 3 - Math.floor(value * 3)) * (high - low);
    assertThat(calibrated.at(0, 0)).isCloseTo(0.75 * level, within(1e-6));
  }

  @Test
  void refusesAnInvalidCalibration() {
    assertThatThrownBy(() -> new Calibration(List.of(0.5, 0.4), 0, List.of()))
        .hasMessageContaining("is not non-decreasing");
    assertThatThrownBy(() -> new Calibration(List.of(0.0), 0, List.of()))
        .hasMessageContaining("fewer than two");
    assertThatThrownBy(() -> new Calibration(List.of(0.0, 1.0), 0.5, List.of()))
        .hasMessageContaining("without a prior");
    assertThatThrownBy(() -> new Calibration(List.of(0.0, Double.NaN), 0, List.of()))
        .hasMessageContaining("is not non-decreasing");
  }

  private static String hash(Calibration calibration) {
    return MODEL.calibrated(calibration, "a test").description().hash();
  }

  private static SaliencyMap predicted(Model model, Frame frame) throws IOException {
    try (ServingModel serving = ServingModel.open(model, DeviceChoice.CPU)) {
      float[] map = serving.predict(List.of(frame), 1).get(0);
      double[] values = new double[map.length];
      Arrays.setAll(values, i -> map[i]);
      return new SaliencyMap(SIZE, values);
    }
  }
}
