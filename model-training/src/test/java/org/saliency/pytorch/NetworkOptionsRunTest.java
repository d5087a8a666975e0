package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.saliency.checkpoint.Formula;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.ColourStatistics;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Networks;
import org.saliency.network.Precision;
import org.saliency.network.ServingTarget;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.torchscript.ArchiveWriter;

/**
 * Compares PyTorch's results on networks with options with those of a network written in Python,
 * {@code networks/network_options.py}.
 */
class NetworkOptionsRunTest {

  private static final Size SIZE = new Size(72, 44);
  private static final int BATCH = 2;
  private static final int MAP_STEP = 37;

  /** Maps of the serving form in float32 on any device, by case: three tests need them. */
  private static final Map<String, float[]> EXACT = new HashMap<>();

  @TempDir private Path folder;

  /** Options and the values recorded in Python. */
  record Recorded(NetworkOptions options, JsonNode values) {

    Network network() {
      return Networks.named(values.get("network").asText(), options);
    }

    Model model() {
      return Model.of(network(), Formula.weights(network()), SIZE, Map.of(), Map.of());
    }

    /** Growth of rounding errors with the formula's weights, relative to a ResNet. */
    int rounding() {
      return network().name().contains("efficientnet") ? 2 : 1;
    }

    @Override
    public String toString() {
      return values.get("network").asText() + " " + values.get("options");
    }
  }

  static Stream<Recorded> recorded() throws IOException {
    JsonNode cases =
        new ObjectMapper()
            .readTree(
                NetworkOptionsRunTest.class.getResourceAsStream("/networks/network-options.json"));
    return StreamSupport.stream(cases.spliterator(), false)
        .map(node -> new Recorded(options(node.get("options")), node));
  }

  private static NetworkOptions options(JsonNode node) {
    Map<String, String> values = new LinkedHashMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    return NetworkOptions.of(values);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void namesAndCountsAreThoseOfTheNetworkWrittenInPython(Recorded recorded) {
    assertThat(recorded.network().parameterCount())
        .isEqualTo(recorded.values().get("parameters").asLong());
    Set<String> names =
        recorded.network().parameters().keySet().stream()
            .filter(name -> !name.startsWith("encoder.") && !name.startsWith("aspp."))
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> expected = new ArrayList<>();
    recorded.values().get("names").forEach(name -> expected.add(name.asText()));
    assertThat(names).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void mapsEqualThoseOfTheNetworkWrittenInPython(Recorded recorded) throws Exception {
    Path file = folder.resolve("M.pt");
    recorded.model().write(file);
    float[] maps;
    try (PlainRun run = new PlainRun(file)) {
      maps = run.evaluate(planes(recorded), BATCH, SIZE);
    }
    JsonNode expected = recorded.values().get("maps");
    assertThat(expected.size()).isEqualTo((maps.length + MAP_STEP - 1) / MAP_STEP);
    double peak = 0;
    for (float value : maps) {
      assertThat(value).isBetween(0f, 1f);
      peak = Math.max(peak, value);
    }
    for (int i = 0; i < expected.size(); i++) {
      assertThat((double) maps[i * MAP_STEP])
          .as("value %d", i * MAP_STEP)
          .isCloseTo(expected.get(i).asDouble(), within(2e-4 * peak));
    }
  }

  private static float[] planes(Recorded recorded) {
    int frames = BATCH * recorded.options().window();
    return Formula.floats(Formula.spread(frames * 3 * SIZE.pixels(), 7));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void theServingFormGivesTheTrainingFormsMaps(Recorded recorded) throws Exception {
    Model model = recorded.model();
    Path file = folder.resolve("M.pt");
    model.write(file);
    float[] expected;
    try (PlainRun run = new PlainRun(file)) {
      expected =
          run.evaluate(planes(window(recorded), model.description().normalisation()), 1, SIZE);
    }
    recorded.options().output().finish(expected);
    for (ServingTarget target : targets(PrecisionChoice.FP32)) {
      float[] served = serve(recorded, target);
      for (int i = 0; i < served.length; i++) {
        assertThat(served[i]).as("%s, pixel %d", target, i).isCloseTo(expected[i], within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void bfloat16ChangesMapsLittle(Recorded recorded) throws Exception {
    for (ServingTarget target : targets(PrecisionChoice.BF16)) {
      assertThat(change(recorded, target))
          .as("%s", target)
          .isBetween(1e-7, 0.01 * recorded.rounding());
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void float16ChangesMapsLess(Recorded recorded) throws Exception {
    for (ServingTarget target : targets(PrecisionChoice.FP16)) {
      assertThat(change(recorded, target))
          .as("%s", target)
          .isBetween(1e-9, 0.002 * recorded.rounding());
    }
  }

  /** Targets for any device and for this CPU. */
  private static Set<ServingTarget> targets(PrecisionChoice precision) {
    ServingTarget here = PyTorch.target(precision, Device.cpu());
    return new LinkedHashSet<>(List.of(ServingTarget.any(here.precision()), here));
  }

  /** Mean absolute difference between the map for a target and float32 on any device. */
  private double change(Recorded recorded, ServingTarget target) throws IOException {
    float[] exact = serve(recorded, ServingTarget.any(Precision.FP32));
    float[] rounded = serve(recorded, target);
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += Math.abs(exact[i] - rounded[i]);
    }
    return sum / exact.length;
  }

  private float[] serve(Recorded recorded, ServingTarget target) throws IOException {
    boolean isExact = target.equals(ServingTarget.any(Precision.FP32));
    if (isExact && EXACT.containsKey(recorded.toString())) {
      return EXACT.get(recorded.toString());
    }
    Path archive = folder.resolve("serving.pt");
    ArchiveWriter.write(archive, recorded.model().servingForm(target));
    float[] map;
    try (ServingModel serving = ServingModel.open(archive, SIZE, Device.cpu())) {
      map = serving.predictWindows(List.of(window(recorded)), 1).get(0);
    }
    if (isExact) {
      EXACT.put(recorded.toString(), map);
    }
    return map;
  }

  private static List<Frame> window(Recorded recorded) {
    List<Frame> window = new ArrayList<>();
    for (int i = 0; i < recorded.options().window(); i++) {
      window.add(Formula.frame(SIZE, i));
    }
    return window;
  }

  private static float[] planes(List<Frame> window, ColourStatistics normalisation) {
    int pixels = SIZE.pixels();
    float[] planes = new float[window.size() * 3 * pixels];
    for (int i = 0; i < planes.length; i++) {
      int channel = i / pixels % 3;
      byte[] rgb = window.get(i / (3 * pixels)).rgb();
      planes[i] =
          (rgb[3 * (i % pixels) + channel] & 0xff) * normalisation.scale(channel)
              + normalisation.offset(channel);
    }
    return planes;
  }
}
