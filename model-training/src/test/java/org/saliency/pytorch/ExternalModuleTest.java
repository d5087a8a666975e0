package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.checkpoint.Formula;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.Network;
import org.saliency.network.Networks;
import org.saliency.network.Precision;
import org.saliency.network.ServingTarget;
import org.saliency.torchscript.ArchiveWriter;

class ExternalModuleTest {

  private static final Size SIZE = new Size(64, 40);
  private static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> STD = List.of(0.229, 0.224, 0.225);

  @TempDir private Path folder;
  private Path archive;
  private Model model;

  @BeforeEach
  void writeArchive() throws Exception {
    Network network = Networks.named("deeplab-resnet18");
    model = Model.of(network, Formula.weights(network), SIZE, Map.of(), Map.of());
    archive = folder.resolve("external.pt");
    ArchiveWriter.write(archive, network, model.weights(), Map.of());
  }

  private static ExternalModelDescription description(ExternalModelDescription.ChannelOrder order) {
    return new ExternalModelDescription(SIZE, null, MEAN, STD, order, null);
  }

  private List<float[]> maps(ExternalModelDescription description, Frame... frames)
      throws Exception {
    try (ExternalModule external =
        ExternalModule.open(archive, "external.pt", description, Device.cpu())) {
      assertThat(external.outputSize()).isEqualTo(SIZE);
      List<List<Frame>> windows = new ArrayList<>();
      for (Frame frame : frames) {
        windows.add(List.of(frame));
      }
      return external.predictWindows(windows, 1);
    }
  }

  private static void assertEqual(float[] map, float[] expected) {
    assertThat(map).hasSameSizeAs(expected);
    for (int i = 0; i < map.length; i++) {
      assertThat(map[i]).as("pixel %d", i).isCloseTo(expected[i], within(1e-3f));
    }
  }

  @Test
  void givesTheMapsOfTheServingForm() throws Exception {
    Frame first = Formula.frame(new Size(90, 70), 0);
    Frame second = Formula.frame(new Size(90, 70), 3);
    List<float[]> expected;
    try (ServingModel serving =
        ServingModel.open(model, Device.cpu(), ServingTarget.any(Precision.FP32))) {
      expected = serving.predict(List.of(first, second), 1);
    }

    List<float[]> maps = maps(description(null), first, second);

    assertEqual(maps.get(0), expected.get(0));
    assertEqual(maps.get(1), expected.get(1));
  }

  @Test
  void equivalentDescriptionsGiveEqualMaps() throws Exception {
    Frame frame = Formula.frame(SIZE, 1);
    byte[] swapped = frame.rgb().clone();
    for (int i = 0; i < swapped.length; i += 3) {
      swapped[i] = frame.rgb()[i + 2];
      swapped[i + 2] = frame.rgb()[i];
    }
    float[] expected = maps(description(null), frame).get(0);

    Frame asBgr = new Frame(SIZE, swapped);
    assertEqual(
        maps(description(ExternalModelDescription.ChannelOrder.BGR), asBgr).get(0), expected);
    ExternalModelDescription bytes =
        new ExternalModelDescription(
            SIZE,
            ExternalModelDescription.InputRange.BYTE,
            MEAN.stream().map(mean -> 255 * mean).toList(),
            STD.stream().map(std -> 255 * std).toList(),
            null,
            null);
    assertEqual(maps(bytes, frame).get(0), expected);
  }

  @Test
  void convertsOutputToTheUnitRange() throws Exception {
    editCode("    return ", "    return torch.sub(torch.mul(%s, 4.), 2.)");
    Frame frame = Formula.frame(SIZE, 1);
    float[] clamped = maps(description(null), frame).get(0);
    float[] sigmoid = maps(withOutput(ExternalModelDescription.Output.LOGITS), frame).get(0);
    float[] stretched = maps(withOutput(ExternalModelDescription.Output.MINMAX), frame).get(0);

    // The network's values are in 0..1, so 4 v - 2 is in -2..2.
    for (int i = 0; i < clamped.length; i++) {
      float raw = 4 * stretched[i] - 2;
      assertThat(clamped[i]).isCloseTo(Math.min(1, Math.max(0, raw)), within(1e-3f));
      assertThat(sigmoid[i]).isCloseTo((float) (1 / (1 + Math.exp(-raw))), within(1e-3f));
    }
  }

  private static ExternalModelDescription withOutput(ExternalModelDescription.Output output) {
    return new ExternalModelDescription(SIZE, null, MEAN, STD, null, output);
  }

  private UserException refused() {
    return assertThatExceptionOfType(UserException.class)
        .isThrownBy(
            () ->
                ExternalModule.open(archive, "models/external.pt", description(null), Device.cpu()))
        .actual();
  }

  @Test
  void refusesAnOutputThatIsNotAMapWithItsShape() throws Exception {
    editCode("    return ", "    return torch.flatten(%s, 1)");

    assertThat(refused())
        .hasMessageContaining("model models/external.pt returned (1, 2560)")
        .hasMessageContaining("float32 input of shape (1, 3, 40, 64)")
        .hasMessageContaining("give the input size that it was trained with");
  }

  @Test
  void refusesIntegerOutputWithItsType() throws Exception {
    editCode("    return ", "    return torch.to(%s, 3)");

    assertThat(refused())
        .hasMessageContaining("returned int32")
        .hasMessageContaining("both float32");
  }

  @Test
  void refusesANetworkOfAnotherInputTypeWithPyTorchsReason() throws Exception {
    editCode("    x1 = ", "    x1 = torch.conv2d(torch.to(input, 5), self.encoder.conv1.weight)\n");

    UserException e = refused();
    assertThat(e)
        .hasMessageContaining("model models/external.pt failed (")
        .hasMessageContaining("Half")
        .hasMessageContaining("both float32");
    assertThat(e.getMessage()).doesNotContain("\n");
  }

  @Test
  void refusesANetworkOfAnotherInputSizeWithPyTorchsReason() throws Exception {
    editCode(
        "    x1 = ",
        "    x1 = torch.add(torch.slice(input, 2, 0, 7), torch.slice(input, 2, 0, 9))\n");

    assertThat(refused()).hasMessageContaining("must match the size").hasMessageContaining("size");
  }

  private void editResult(String type, String result) throws Exception {
    editCode("    input: Tensor) -> ", "    input: Tensor) -> " + type + ":");
    editCode("    return ", "    return " + result);
  }

  @Test
  void refusesSeveralOutputsWithTheirNumber() throws Exception {
    editResult("Tuple[Tensor, Tensor]", "(%1$s, %1$s)");

    assertThat(refused())
        .hasMessageContaining("returned 2 tensors for float32 input of shape (1, 3, 40, 64)")
        .hasMessageContaining("the map as its only output");
  }

  @Test
  void refusesAnOutputThatIsNotATensor() throws Exception {
    editResult("float", "3.");

    assertThat(refused())
        .hasMessageContaining("returned no tensor")
        .hasMessageContaining("map as its only");
  }

  @Test
  void refusesANetworkWithMoreInputs() throws Exception {
    editCode("    input: Tensor) -> ", "    input: Tensor,\n    mask: Tensor) -> Tensor:");

    assertThat(refused())
        .hasMessageContaining("forward() is missing value for argument 'mask'")
        .hasMessageContaining("with frames as its only input");
  }

  @Test
  void refusesABatchForANetworkOfBatchSizeOne() throws Exception {
    editCode("    return ", "    return torch.reshape(%s, [1, 1, 40, 64])");
    Frame frame = Formula.frame(SIZE, 1);

    assertThat(maps(description(null), frame)).hasSize(1);
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> maps(description(null), frame, frame))
        .withMessageContaining("'[1, 1, 40, 64]' is invalid for input of size 5120")
        .withMessageContaining("or a batch size of 1");
  }

  @Test
  void keepsNaN() throws Exception {
    editCode("    return ", "    return torch.log(torch.sub(%s, 2.))");
    Frame frame = Formula.frame(SIZE, 1);

    for (ExternalModelDescription.Output output : ExternalModelDescription.Output.values()) {
      for (float value : maps(withOutput(output), frame).get(0)) {
        assertThat(value).isNaN();
      }
    }
  }

  @Test
  void theReasonIsTheInnermostExceptionOrTheFirstLine() {
    assertThat(
            reason(
                """
                The following operation failed in the TorchScript interpreter.
                Traceback of TorchScript (most recent call last):
                  File "net.py", line 7, in forward
                    return self.a(x)
                           ~~~~~~ <--- HERE
                RuntimeError: CUDA error: an illegal memory access was encountered
                Compile with `TORCH_USE_CUDA_DSA` to enable device-side assertions.

                Exception raised from launch at kernels.cu:12 (most recent call first):
                frame #0: c10::Error::Error(c10::SourceLocation)
                """))
        .isEqualTo("RuntimeError: CUDA error: an illegal memory access was encountered");
    assertThat(reason("\nUnknown builtin op: torch::no_such_operation.\nHere:\n  File net.py"))
        .isEqualTo("Unknown builtin op: torch::no_such_operation.");
    assertThat(reason("")).isEqualTo("IllegalStateException");
  }

  private static String reason(String message) {
    return PyTorch.reason(new IllegalStateException(message));
  }

  @Test
  void opensAFileSavedOnAGpuOnTheRequestedDevice() throws Exception {
    Frame frame = Formula.frame(SIZE, 1);
    float[] expected = maps(description(null), frame).get(0);

    editRecord(
        "data.pkl",
        pickle -> {
          String text = new String(pickle, StandardCharsets.ISO_8859_1);
          assertThat(text).contains("X\3\0\0\0cpu");
          return text.replace("X\3\0\0\0cpu", "X\6\0\0\0cuda:0")
              .getBytes(StandardCharsets.ISO_8859_1);
        });

    assertThat(maps(description(null), frame).get(0)).isEqualTo(expected);
  }

  @Test
  void refusesAFileThatPyTorchCannotOpen() throws Exception {
    editCode("    return ", "    return torch.no_such_operation(%s)");

    assertThat(refused())
        .hasMessageContaining(" cannot open model models/external.pt ")
        .hasMessageContaining("(Unknown builtin op: aten::no_such_operation.)")
        .hasMessageContaining("torch.jit.save");
  }

  /**
   * Replaces the line of the forward pass that starts with a text.
   *
   * @param line the new line; %s is the rest of the old one
   */
  private void editCode(String start, String line) throws Exception {
    editRecord(
        ".py",
        content -> {
          StringBuilder code = new StringBuilder();
          new String(content, StandardCharsets.UTF_8)
              .lines()
              .map(
                  old ->
                      old.startsWith(start) ? line.formatted(old.substring(start.length())) : old)
              .forEach(text -> code.append(text).append('\n'));
          return code.toString().getBytes(StandardCharsets.UTF_8);
        });
  }

  /** Replaces the content of the record of the archive whose name ends so. */
  private void editRecord(String ending, UnaryOperator<byte[]> edit) throws Exception {
    Map<String, byte[]> records = new HashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        records.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    String name =
        records.keySet().stream().filter(n -> n.endsWith(ending)).findFirst().orElseThrow();
    records.put(name, edit.apply(records.get(name)));
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> record : records.entrySet()) {
        CRC32 checksum = new CRC32();
        checksum.update(record.getValue());
        ZipEntry entry = new ZipEntry(record.getKey());
        entry.setSize(record.getValue().length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(record.getValue());
        zip.closeEntry();
      }
    }
  }
}
