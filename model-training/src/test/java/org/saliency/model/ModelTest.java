package org.saliency.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.checkpoint.Fixtures;
import org.saliency.checkpoint.Formula;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.network.ColourStatistics;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Networks;
import org.saliency.network.Precision;
import org.saliency.network.ServingForm;
import org.saliency.network.ServingTarget;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;
import org.saliency.torchscript.ArchiveWriter;

class ModelTest {

  private static final Network NETWORK = Networks.named("deeplab-resnet18");
  private static final Size SIZE = new Size(96, 54);

  @TempDir private Path folder;

  private static Model model() {
    return Model.of(
        NETWORK,
        Formula.weights(NETWORK),
        SIZE,
        Map.of("nss", 1.988, "cc", 0.567),
        Map.of("data", "naïve \"quotes\"\nand lines"));
  }

  @Test
  void aFileKeepsTheModelExactly() throws IOException {
    Path file = folder.resolve("M.pt");
    Model written = model();
    written.write(file);
    Model read = Model.read(file);
    assertThat(read.network()).isEqualTo(written.network());
    assertThat(read.description()).isEqualTo(written.description());
    assertThat(read.weights().hash()).isEqualTo(written.weights().hash());
    assertThat(read.weights().hash()).isEqualTo(read.description().hash());
    assertThat(read.weights().tensors()).hasSameSizeAs(written.weights().tensors());
    read.weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              Tensor source = written.weights().tensor(name);
              assertThat(tensor.shape()).as(name).isEqualTo(source.shape());
              assertThat(Weights.bytes(tensor)).as(name).isEqualTo(Weights.bytes(source));
            });
  }

  @Test
  void theDescriptionDescribesTheModel() {
    Model model = Model.create("deeplab-resnet18", SIZE, 42);
    assertThat(model.description().network()).isEqualTo("deeplab-resnet18");
    assertThat(model.description().inputSize()).isEqualTo(SIZE);
    assertThat(model.description().normalisation()).isEqualTo(ColourStatistics.IMAGENET);
    assertThat(model.description().metrics()).isEmpty();
    assertThat(model.description().provenance())
        .containsExactly(Map.entry("weights", "initial, seed 42"));
  }

  @Test
  void equalModelsGiveEqualFiles() throws IOException {
    Path first = folder.resolve("first.pt");
    Path second = folder.resolve("second.pt");
    model().write(first);
    model().write(second);
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  @Test
  void theOrderOfTheTensorsDoesNotMatter() throws IOException {
    Map<String, Tensor> backwards =
        new LinkedHashMap<>(new TreeMap<>(model().weights().tensors()).descendingMap());
    Path first = folder.resolve("first.pt");
    Path second = folder.resolve("second.pt");
    model().write(first);
    new Model(NETWORK, new Weights(backwards), model().description()).write(second);
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  @Test
  void writingReplacesAnOlderFileAndLeavesNoOtherFile() throws IOException {
    Path file = folder.resolve("new/models/M.pt");
    Model.create("deeplab-resnet18", SIZE, 1).write(file);
    model().write(file);
    assertThat(Model.read(file).weights().hash()).isEqualTo(model().weights().hash());
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aModelFileHasDefaultPermissions() throws IOException {
    Path other = Files.createFile(folder.resolve("other"));
    Path file = folder.resolve("M.pt");
    model().write(file);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void refusesAMissingFile() {
    Path file = folder.resolve("none.pt");
    assertInput(() -> Model.read(file), file.toString());
  }

  @Test
  void refusesAFolder() {
    assertInput(() -> Model.read(folder), folder.toString());
  }

  @Test
  void refusesText() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.pt"), "a model, they say");
    assertInput(() -> Model.read(file), file.toString());
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.pt"));
    assertInput(() -> Model.read(file), file.toString());
  }

  @Test
  void refusesAnUnrelatedZip() throws IOException {
    Path file = folder.resolve("pictures.zip");
    Fixtures.zip(file, "000001.png", new byte[] {1, 2, 3});
    assertInput(() -> Model.read(file), file.toString());
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    Path whole = folder.resolve("M.pt");
    model().write(whole);
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.pt");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertInput(() -> Model.read(cut), cut.toString());
  }

  @Test
  void refusesAnArchiveWithoutADescriptionAndSaysWhatToGive() throws IOException {
    Path file = folder.resolve("plain.pt");
    ArchiveWriter.write(file, NETWORK, Formula.weights(NETWORK), Map.of());
    assertInput(() -> Model.read(file), file.toString(), "saliency.json", "model create");
  }

  @Test
  void refusesMissingTensorsByName() throws IOException {
    // The serving form lacks the running statistics and has a bias at every convolution.
    ServingForm form = model().servingForm(ServingTarget.any(Precision.FP32));
    Path file = folder.resolve("serving.pt");
    ArchiveWriter.write(
        file, form.network(), form.weights(), Map.of("saliency.json", description()));
    assertInput(() -> Model.read(file), file.toString(), "encoder.bn1.weight", "missing");
  }

  @Test
  void refusesWeightsOfAnotherNetworkByTheFirstTensorThatDoesNotFit() throws IOException {
    Path file = folder.resolve("other.pt");
    ArchiveWriter.write(
        file,
        NETWORK,
        Formula.weights(NETWORK),
        Map.of("saliency.json", description().replace("resnet18", "resnet50")));
    assertInput(
        () -> Model.read(file),
        file.toString(),
        "encoder.layer1.0.downsample.0.weight",
        "missing",
        "deeplab-resnet50");
  }

  @Test
  void refusesATensorOfTheWrongTypeByName() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Formula.weights(NETWORK).tensors());
    tensors.put("final.bias", Tensor.of(new long[] {1}, new long[] {3}));
    Path file = folder.resolve("whole.pt");
    ArchiveWriter.write(
        file, NETWORK, new Weights(tensors), Map.of("saliency.json", description()));
    assertInput(() -> Model.read(file), file.toString(), "final.bias", "int64[1]", "float32");
  }

  /** Each case changes one part of the description. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deeplab-resnet18   | deeplab-resnet19 | 'deeplab-resnet19'",
        "\"network\"        | \"netzwerk\"     | network",
        "\"input_size\"     | \"size\"         | input_size",
        "\"normalisation\"  | \"colours\"      | normalisation",
        "96x54              | large            | large",
        "0.485,             | ''               | three values",
        "minmax             | tanh             | network.output",
        "\"smoothing\"      | \"sharpening\"   | network.sharpening",
        "\"format\" : 1     | \"format\" : 2   | format 2",
        "{                  | '<'              | description",
      })
  void refusesAnInvalidDescription(String from, String to, String expected) throws IOException {
    assertThat(description()).contains(from);
    Path file = folder.resolve("M.pt");
    ArchiveWriter.write(
        file,
        NETWORK,
        Formula.weights(NETWORK),
        Map.of("saliency.json", description().replace(from, to)));
    assertInput(() -> Model.read(file), file.toString(), expected);
  }

  @Test
  void aModelFileKeepsTheOptionsOfItsNetwork() throws IOException {
    NetworkOptions options =
        NetworkOptions.of(Map.of("output-stride", "16", "smoothing", "3", "window", "2"));
    Path file = folder.resolve("M.pt");
    Model written = Model.create("deeplab-resnet18", options, SIZE, 1);
    written.write(file);
    Model read = Model.read(file);
    assertThat(read.network()).isEqualTo(written.network());
    assertThat(read.network().options()).isEqualTo(options);
    assertThat(read.description()).isEqualTo(written.description());
  }

  @Test
  void theHashDependsOnOptionsThatChangeNoTensor() {
    assertThat(Model.create("deeplab-resnet18", SIZE, 1).description().hash())
        .isNotEqualTo(
            Model.create(
                    "deeplab-resnet18", NetworkOptions.of(Map.of("output", "sigmoid")), SIZE, 1)
                .description()
                .hash());
  }

  @Test
  void aDescriptionWithoutOptionsMeansTheDefaults() throws IOException {
    String old = description().replaceFirst("(?s)\"network_options\" : \\{.*?\\},", "");
    assertThat(old).doesNotContain("network_options");
    Path file = folder.resolve("M.pt");
    ArchiveWriter.write(file, NETWORK, Formula.weights(NETWORK), Map.of("saliency.json", old));
    assertThat(Model.read(file).network()).isEqualTo(NETWORK);
  }

  private static String description() {
    return Json.write(model().description());
  }

  private static void assertInput(ThrowingCallable reading, String... parts) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContainingAll(parts)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void theArchiveContainsUncompressedRecordsInFixedOrder() throws IOException {
    Path file = folder.resolve("M.pt");
    model().write(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .startsWith("saliency/data.pkl", "saliency/data/0")
          .contains("saliency/constants.pkl", "saliency/extra/saliency.json", "saliency/version");
      assertThat(zip.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
      assertThat(
              new String(
                  zip.getInputStream(zip.getEntry("saliency/version")).readAllBytes(),
                  StandardCharsets.UTF_8))
          .isEqualTo("3\n");
    }
  }
}
