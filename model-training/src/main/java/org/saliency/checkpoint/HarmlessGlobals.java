package org.saliency.checkpoint;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Classes that training programs save beside weights: settings, paths, dates, numbers. Like all
 * others, none of their code is run; files that use them are read, since they hold no tensors.
 */
final class HarmlessGlobals {

  /** Packages of which every class is harmless, with their subpackages. */
  private static final Set<String> PACKAGES =
      Set.of(
          "addict",
          "argparse",
          "datetime",
          "easydict",
          "lightning",
          "lightning_fabric",
          "ml_collections",
          "numpy",
          "omegaconf",
          "pathlib",
          "pytorch_lightning",
          "yacs");

  private static final Set<String> BUILTINS =
      names(
          "bool bytearray bytes complex dict float frozenset int list object range set slice str");

  /** Single classes and functions by module. */
  private static final Map<String, Set<String>> NAMES =
      Map.of(
          "builtins", BUILTINS,
          "__builtin__", BUILTINS,
          "_codecs", names("encode"),
          "collections", names("Counter deque"),
          "copy_reg", names("_reconstructor"),
          "copyreg", names("_reconstructor"),
          "torch", names("device"),
          "torch.serialization", names("_get_layout"),
          "torch.torch_version", names("TorchVersion"),
          "types", names("SimpleNamespace"));

  private HarmlessGlobals() {}

  private static Set<String> names(String list) {
    return Set.copyOf(Arrays.asList(list.split(" ")));
  }

  static boolean contains(String module, String name) {
    return Stream.of(module.split("\\.", 2)).findFirst().filter(PACKAGES::contains).isPresent()
        || NAMES.getOrDefault(module, Set.of()).contains(name);
  }
}
