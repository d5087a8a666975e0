package org.saliency.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.dataset.Layout;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Size;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.settings.Settings;
import org.saliency.torchscript.Model;

class CalibrationJobTest {

  private static final Size SIZE = new Size(48, 32);

  @TempDir private Path folder;

  private Path data;
  private Path file;

  @BeforeEach
  void makeDataAndModel() throws IOException {
    data = folder.resolve("data");
    file = folder.resolve("model.pt");
    SyntheticDataset.write(
        data, new SyntheticSettings(2, 2, SIZE, 1, Attraction.APPEARANCE), () -> {});
    Model.create("deeplab-resnet18", SIZE, 1).write(file);
  }

  @Test
  void bringsTheMapsOfAnUntrainedNetworkCloserToTheTruth() throws Exception {
    CalibrationJob.Result result = job().run();

    assertThat(result.videos()).isEqualTo(2);
    assertThat(result.frames()).isEqualTo(4);
    assertThat(result.after().meanSquaredError()).isLessThan(result.before().meanSquaredError());
    assertThat(result.after().metrics()).containsOnlyKeys("nss", "sim", "cc", "kld");
    assertThat(result.table()).contains("squared error", "NSS", "fitted on 4 frames of 2 videos");
  }

  @Test
  void givesTheSameModelAgainAlsoFromACalibratedOne() throws Exception {
    Model first = job().run().model();
    first.write(file);

    assertThat(job().run().model().description()).isEqualTo(first.description());
  }

  @Test
  void refusesVideosThatTheModelIsToBeTestedOn() throws IOException {
    Model.read(file).declaringTests(List.of("video002")).write(file);

    assertThatThrownBy(() -> job().run())
        .isInstanceOfSatisfying(
            UserException.class,
            fault -> assertThat(fault.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContainingAll("video 'video002'", data.toString(), file.toString());
  }

  @Test
  void refusesTruthThatIsAllBlack() throws IOException {
    byte[] black =
        MapFile.write(new SaliencyMap(SIZE, new double[SIZE.pixels()]), MapDepth.EIGHT_BITS);
    try (Stream<Path> files = Files.walk(data)) {
      for (Path map : files.filter(path -> path.toString().contains("gaussians/")).toList()) {
        Files.write(map, black);
      }
    }

    assertThatThrownBy(() -> job().run()).hasMessageContaining("all black");
  }

  private CalibrationJob job() {
    Settings settings = Settings.load(Optional.empty(), Map.of("calibrate.device", "cpu"));
    return new CalibrationJob(
        file, data.toString(), Optional.<Layout>empty(), settings.section("calibrate"));
  }
}
