package org.saliency.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.Calibration;
import org.saliency.network.ColourStatistics;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Precision;
import org.saliency.network.ServingForm;
import org.saliency.network.ServingTarget;

/**
 * The code of the forms that run on a GPU creates no tensor on a fixed device: a tensor created
 * without a device is on the CPU, and every forward pass would upload it, or fail.
 */
class FormDeviceTest {

  private static final Size SIZE = new Size(64, 48);

  private static final Map<String, String> RECURRENT =
      Map.of("window", "3", "skip-channels", "8", "output", "sigmoid", "output-stride", "16");

  private static final Map<String, String> EVERYTHING =
      Map.of(
          "window", "3",
          "video-bias", "motion",
          "dropout", "0.1",
          "decoder-dropout", "0.1",
          "output", "softmax",
          "center-prior", "learned",
          "smoothing", "5",
          "flip-averaging", "true");

  /** Calls that create a tensor and take a device; those whose names end in _like follow one. */
  private static final Pattern CREATION =
      Pattern.compile(
          "\\btorch\\.(zeros|ones|full|empty|empty_strided|arange|range|linspace|logspace|eye|rand"
              + "|randn|randint|randperm|normal|tensor|as_tensor|scalar_tensor|tril_indices"
              + "|triu_indices|hann_window|bartlett_window|kaiser_window)\\(");

  private static final Pattern DEVICE =
      Pattern.compile("torch\\.device\\(|\\.cuda\\(|\\.cpu\\(|torch\\.(cpu|cuda)\\b");

  @TempDir Path folder;

  /** Statements of TorchScript that fix the device of a tensor. */
  private static List<String> fixed(String code) {
    List<String> found = new ArrayList<>();
    for (String line : code.split("\n")) {
      Matcher creation = CREATION.matcher(line);
      while (creation.find()) {
        if (!arguments(line, creation.end()).contains("device=")) {
          found.add(line.strip());
        }
      }
      if (DEVICE.matcher(line).find()) {
        found.add(line.strip());
      }
    }
    return found;
  }

  /** The text up to the parenthesis that closes one that was opened before. */
  private static String arguments(String line, int start) {
    int open = 1;
    int end = start;
    while (open > 0) {
      char next = line.charAt(end++);
      open += next == '(' ? 1 : next == ')' ? -1 : 0;
    }
    return line.substring(start, end - 1);
  }

  private static String code(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      StringBuilder code = new StringBuilder();
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        if (entry.getName().endsWith(".py")) {
          byte[] text = zip.getInputStream(entry).readAllBytes();
          code.append(new String(text, StandardCharsets.UTF_8));
        }
      }
      return code.toString();
    }
  }

  private String code(ServingForm form) throws IOException {
    Path archive = folder.resolve("serving.pt");
    ArchiveWriter.write(archive, form);
    return code(archive);
  }

  static Stream<Model> models() {
    Stream<Model> withOptions =
        Stream.of("deeplab-resnet18", "deeplab-efficientnet-lite0")
            .flatMap(
                network ->
                    Stream.of(Map.<String, String>of(), RECURRENT, EVERYTHING)
                        .map(
                            options -> Model.create(network, NetworkOptions.of(options), SIZE, 1)));
    return Stream.concat(withOptions, Stream.of(Model.create("deeplab-resnet50", SIZE, 1)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void formsLeaveTensorsOnTheDeviceOfTheirInput(Model model) throws IOException {
    for (Precision precision : Precision.values()) {
      String serving = code(model.servingForm(ServingTarget.any(precision)));
      assertThat(fixed(serving)).as("serving in %s", precision).isEmpty();
      assertThat(serving).contains("def forward(").doesNotContain("def prepare(");

      Path archive = folder.resolve("training.pt");
      ArchiveWriter.write(archive, model.network(), model.weights(), precision, Map.of());
      assertThat(fixed(code(archive))).as("training in %s", precision).isEmpty();
    }
    assertThat(fixed(code(ServingForm.ofPlanes(model.network(), model.weights())))).isEmpty();
  }

  @Test
  void soDoTheInputOfExternalModelsAndCalibratedMaps() throws IOException {
    assertThat(fixed(code(ServingForm.input(SIZE, ColourStatistics.IMAGENET)))).isEmpty();

    Calibration calibration =
        new Calibration(List.of(0.0, 0.5, 1.0), 0.5, List.of(List.of(0.0, 1.0)));
    ServingForm form =
        Model.create("deeplab-efficientnet-lite0", SIZE, 1)
            .servingForm(ServingTarget.any(Precision.FP32))
            .calibrated(calibration, SIZE);
    assertThat(fixed(code(form))).isEmpty();
  }

  @Test
  void aTensorOnAFixedDeviceIsFound() {
    assertThat(fixed("    x = torch.zeros([2, torch.size(y, 0)], dtype=6)\n")).hasSize(1);
    assertThat(fixed("    x = torch.add(y, torch.arange(8))\n")).hasSize(1);
    assertThat(fixed("    x = torch.to(y, torch.device(\"cuda:0\"))\n")).hasSize(1);
    assertThat(
            fixed(
                "    x = torch.zeros([2], dtype=6, device=ops.prim.device(y))\n"
                    + "    z = torch.zeros_like(x)\n"))
        .isEmpty();
  }
}
