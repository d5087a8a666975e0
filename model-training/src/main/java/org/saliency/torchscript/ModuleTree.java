package org.saliency.torchscript;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.network.Network;
import org.saliency.network.Parameter;

/**
 * The tree of modules in a network's dotted names: {@code encoder.conv1.weight} is the tensor
 * {@code weight} of module {@code conv1} in module {@code encoder}.
 */
final class ModuleTree {

  /** Dotted path from the root; empty for the root. */
  final String path;

  final Map<String, ModuleTree> children = new LinkedHashMap<>();
  final List<Parameter> parameters = new ArrayList<>();

  private ModuleTree(String path) {
    this.path = path;
  }

  static ModuleTree of(Network network) {
    ModuleTree root = new ModuleTree("");
    for (Network.Node node : network.nodes()) {
      for (Parameter parameter : node.operation().parameters()) {
        root.add(node.path() + "." + parameter.name(), parameter);
      }
    }
    return root;
  }

  private void add(String name, Parameter parameter) {
    int dot = name.lastIndexOf('.');
    descend(name.substring(0, dot))
        .parameters
        .add(
            new Parameter(
                name.substring(dot + 1), parameter.shape(), parameter.role(), parameter.initial()));
  }

  private ModuleTree descend(String relative) {
    ModuleTree module = this;
    for (String part : relative.split("\\.", -1)) {
      String childPath = module.path.isEmpty() ? part : module.path + "." + part;
      module = module.children.computeIfAbsent(part, key -> new ModuleTree(childPath));
    }
    return module;
  }

  /** Name of the module's TorchScript class. */
  String className() {
    return path.isEmpty() ? "Saliency" : "Saliency_" + path.replace('.', '_');
  }

  /** Full name of a tensor of this module. */
  String nameOf(Parameter parameter) {
    return path.isEmpty() ? parameter.name() : path + "." + parameter.name();
  }
}
