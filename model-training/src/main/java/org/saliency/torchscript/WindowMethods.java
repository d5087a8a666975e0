package org.saliency.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.saliency.network.Code;
import org.saliency.network.Network;
import org.saliency.network.Precision;
import org.saliency.network.WindowSplit;
import org.saliency.network.WindowSplit.Reading;

/**
 * Methods of the archive of a recurrent network, for windows that share frames. Features are
 * tensors whose first dimension is that of the frames.
 *
 * <ul>
 *   <li>{@value #ENCODE}: frames, uint8 [batch, height, width, RGB], to features
 *   <li>{@value #JOIN}: features of frames and of further ones to those of both
 *   <li>{@value #SELECT}: numbers of frames, and features, to the features of these frames
 *   <li>{@value #DECODE}: numbers of the frames of all windows, of the last frame of each, and
 *       features, to maps
 * </ul>
 */
public final class WindowMethods {

  public static final String ENCODE = "encode";
  public static final String JOIN = "join";
  public static final String SELECT = "select";
  public static final String DECODE = "decode";

  /** Keeps features in the memory format of convolutions. */
  private static final String CHANNELS_LAST =
      "torch.contiguous(torch.index_select(%s, 0, %s), memory_format=2)";

  private final WindowSplit split;
  private final String self;
  private final Precision precision;

  private WindowMethods(WindowSplit split, String self, Precision precision) {
    this.split = split;
    this.self = self;
    this.precision = precision;
  }

  /**
   * TorchScript of the methods; empty for networks that are not recurrent.
   *
   * @param self type of the module
   */
  static String of(Network network, String self, Precision precision) {
    return WindowSplit.of(network)
        .map(split -> new WindowMethods(split, self, precision).text())
        .orElse("");
  }

  private String text() {
    return encode() + join() + select() + decode();
  }

  private String encode() {
    Code body = new Code(precision);
    for (int i = 0; i < split.nodes().size(); i++) {
      if (!split.isWindowed().get(i)) {
        Network.Node node = split.nodes().get(i);
        List<String> inputs = node.inputs().stream().map(ArchiveWriter::variable).toList();
        split.ofFrames(i).write(body, Code.Self.at(node.path()), inputs, ArchiveWriter.variable(i));
      }
    }
    List<String> features = split.features().stream().map(ArchiveWriter::variable).toList();
    return method(ENCODE, List.of("input"), tuple(), body.text(), tuple(features));
  }

  private String join() {
    Code body = new Code(precision);
    for (int i = 0; i < split.features().size(); i++) {
      body.assign("j" + i, "torch.cat([%s, %s], 0)", "a" + i, "b" + i);
    }
    List<String> arguments = new ArrayList<>(numbered("a"));
    arguments.addAll(numbered("b"));
    return method(JOIN, arguments, tuple(), body.text(), tuple(numbered("j")));
  }

  private String select() {
    Code body = new Code(precision);
    for (int i = 0; i < split.features().size(); i++) {
      body.assign("s" + i, CHANNELS_LAST, "f" + i, "numbers");
    }
    List<String> arguments = new ArrayList<>(List.of("numbers"));
    arguments.addAll(numbered("f"));
    return method(SELECT, arguments, tuple(), body.text(), tuple(numbered("s")));
  }

  private String decode() {
    Code body = new Code(precision);
    TreeSet<String> selected = new TreeSet<>();
    for (int i = 0; i < split.nodes().size(); i++) {
      if (!split.isWindowed().get(i)) {
        continue;
      }
      Network.Node node = split.nodes().get(i);
      Reading reading = split.reading(i);
      List<String> inputs = new ArrayList<>();
      for (int input : node.inputs()) {
        int feature = split.features().indexOf(input);
        String variable = feature < 0 ? ArchiveWriter.variable(input) : read(feature, reading);
        if (feature >= 0 && selected.add(variable)) {
          String numbers = reading == Reading.ALL ? "numbers" : "last";
          body.assign(variable, CHANNELS_LAST, "f" + feature, numbers);
        }
        inputs.add(variable);
      }
      if (split.isSelection(i) && split.features().contains(node.inputs().get(0))) {
        body.assign(ArchiveWriter.variable(i), "%s", inputs.get(0));
      } else {
        node.operation().write(body, Code.Self.at(node.path()), inputs, ArchiveWriter.variable(i));
      }
    }
    List<String> arguments = new ArrayList<>(List.of("numbers", "last"));
    arguments.addAll(numbered("f"));
    String result = ArchiveWriter.variable(split.nodes().size() - 1);
    return method(DECODE, arguments, "Tensor", body.text(), result);
  }

  private static String read(int feature, Reading reading) {
    return String.format(Locale.ROOT, "%s%d", reading.name().toLowerCase(Locale.ROOT), feature);
  }

  private List<String> numbered(String prefix) {
    return IntStream.range(0, split.features().size()).mapToObj(i -> prefix + i).toList();
  }

  private String tuple() {
    return split.features().stream()
        .map(feature -> "Tensor")
        .collect(Collectors.joining(", ", "Tuple[", "]"));
  }

  private static String tuple(List<String> values) {
    return values.stream().collect(Collectors.joining(", ", "(", ",)"));
  }

  private String method(
      String name, List<String> arguments, String type, String body, String result) {
    String parameters =
        arguments.stream()
            .map(argument -> ",\n    " + argument + ": Tensor")
            .collect(Collectors.joining());
    return String.format(
        Locale.ROOT,
        "  def %s(self: %s%s) -> %s:\n%s    return %s\n",
        name,
        self,
        parameters,
        type,
        body,
        result);
  }
}
