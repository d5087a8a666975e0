package org.saliency.torchscript;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.saliency.checkpoint.TensorEncoding;
import org.saliency.network.Code;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Parameter;
import org.saliency.network.Precision;
import org.saliency.network.ServingForm;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

/** Writes a network with its weights as a TorchScript archive; equal input gives equal bytes. */
public final class ArchiveWriter {

  /** Optional method of an archive that must run once before the first forward pass. */
  public static final String PREPARE = "prepare";

  /** Type of the module of {@link #writeMethods}. */
  public static final String METHODS_TYPE = "__torch__.Saliency";

  private static final String ROOT = "saliency/";
  private static final String PYTHON_MODULE = "__torch__";

  /** Version of PyTorch's file format. */
  static final String VERSION = "3\n";

  private ArchiveWriter() {}

  /**
   * Writes an archive that computes in float32.
   *
   * @param file replaced when it exists
   * @param network the forward pass
   * @param weights values of all tensors of the network
   * @param extraFiles extra text files by name
   */
  public static void write(
      Path file, Network network, Weights weights, Map<String, String> extraFiles)
      throws IOException {
    write(file, network, weights, Precision.FP32, extraFiles);
  }

  /** Writes the archive of a serving form, with weights in the precision that uses them. */
  public static void write(Path file, ServingForm form) throws IOException {
    Source source = Source.of(form.network(), form.precision());
    Weights weights = form.weights();
    write(
        file,
        source,
        weights,
        name -> {
          Tensor tensor = weights.tensor(name);
          Precision computed = source.computed().get(name);
          return computed == null ? TensorEncoding.of(tensor) : TensorEncoding.of(tensor, computed);
        },
        Map.of());
  }

  /** Writes an archive that computes in the given precision; its weights are float32. */
  public static void write(
      Path file,
      Network network,
      Weights weights,
      Precision precision,
      Map<String, String> extraFiles)
      throws IOException {
    write(
        file,
        Source.of(network, precision),
        weights,
        name -> TensorEncoding.of(weights.tensor(name)),
        extraFiles);
  }

  /**
   * Writes an archive of methods without tensors.
   *
   * @param methods TorchScript of the methods, as of a class; the first parameter of each is {@code
   *     self}, of type {@value #METHODS_TYPE}
   */
  public static void writeMethods(Path file, String methods) throws IOException {
    Network empty = new Network("methods", NetworkOptions.DEFAULTS, List.of());
    ModuleTree root = ModuleTree.of(empty);
    StringBuilder text = new StringBuilder();
    declare(root, text);
    text.append(methods);
    Source source = new Source(root, text.toString(), Map.of());
    Weights none = new Weights(Map.of());
    write(file, source, none, name -> TensorEncoding.of(none.tensor(name)), Map.of());
  }

  private static void write(
      Path file,
      Source source,
      Weights weights,
      Function<String, TensorEncoding> encodings,
      Map<String, String> extraFiles)
      throws IOException {
    Pickler.Pickle pickle = Pickler.of(source.root(), PYTHON_MODULE, weights, encodings);
    try (StoredZip zip = StoredZip.create(file, ROOT)) {
      zip.add("data.pkl", pickle.bytes());
      for (Map.Entry<String, Integer> storage : pickle.storages().entrySet()) {
        String name = storage.getKey();
        byte[] values = encodings.apply(name).bytes(weights.tensor(name));
        zip.add("data/" + storage.getValue(), values);
      }
      zip.add("code/" + PYTHON_MODULE + ".py", source.text());
      zip.add("constants.pkl", Pickler.emptyTuple());
      for (Map.Entry<String, String> extra : extraFiles.entrySet()) {
        zip.add("extra/" + extra.getKey(), extra.getValue());
      }
      zip.add("version", VERSION);
    }
  }

  /**
   * The modules of a network and the code of its forward pass.
   *
   * @param root root of the module tree
   * @param text TorchScript of all classes
   * @param computed precision in which convolutions read their tensors, by full name
   */
  private record Source(ModuleTree root, String text, Map<String, Precision> computed) {

    static Source of(Network network, Precision precision) {
      ModuleTree root = ModuleTree.of(network);
      StringBuilder text = new StringBuilder();
      declare(root, text);
      text.append("  def forward(self: ").append(typeOf(root)).append(",\n");
      text.append("    input: Tensor) -> Tensor:\n");
      Code body = new Code(precision);
      List<Network.Node> nodes = network.nodes();
      for (int i = 0; i < nodes.size(); i++) {
        Network.Node node = nodes.get(i);
        List<String> inputs = node.inputs().stream().map(ArchiveWriter::variable).toList();
        node.operation().write(body, Code.Self.at(node.path()), inputs, variable(i));
      }
      text.append(body.text());
      text.append("    return ").append(variable(nodes.size() - 1)).append('\n');
      if (!body.preparation().isEmpty()) {
        text.append("  def ").append(PREPARE).append("(self: ").append(typeOf(root));
        text.append(") -> Tensor:\n").append(body.preparation());
        text.append("    return torch.zeros([0])\n");
      }
      text.append(WindowMethods.of(network, typeOf(root), precision));
      return new Source(root, text.toString(), body.weights());
    }
  }

  /** Variable of the result of a node. */
  static String variable(int node) {
    return "x" + node;
  }

  private static String typeOf(ModuleTree module) {
    return PYTHON_MODULE + "." + module.className();
  }

  /** Appends the classes of a module, children first. */
  private static void declare(ModuleTree module, StringBuilder text) {
    module.children.values().forEach(child -> declare(child, text));
    text.append("class ").append(module.className()).append("(Module):\n");
    text.append("  __parameters__ = ").append(names(module, Parameter.Role.TRAINED)).append('\n');
    text.append("  __buffers__ = ").append(names(module, Parameter.Role.BUFFER)).append('\n');
    for (Parameter parameter : module.parameters) {
      text.append("  ").append(parameter.name()).append(" : Tensor\n");
    }
    text.append("  training : bool\n");
    module.children.forEach(
        (name, child) -> {
          boolean numeric = Character.isDigit(name.charAt(0));
          text.append(numeric ? "  __annotations__[\"" + name + "\"] = " : "  " + name + " : ");
          text.append(typeOf(child)).append('\n');
        });
  }

  private static String names(ModuleTree module, Parameter.Role role) {
    return module.parameters.stream()
        .filter(parameter -> parameter.role() == role)
        .map(parameter -> "\"" + parameter.name() + "\", ")
        .collect(Collectors.joining("", "[", "]"));
  }
}
