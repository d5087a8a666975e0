package org.saliency.network;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.UserException;

/** The networks that can be created by name. */
public final class Networks {

  private static final Map<String, DeepLab> BY_NAME =
      new TreeMap<>(
          Map.of(
              "deeplab-resnet50",
              new DeepLab(DeepLab.Block.BOTTLENECK, List.of(3, 4, 6, 3), 256, List.of(128, 64, 32)),
              "deeplab-resnet18",
              new DeepLab(DeepLab.Block.BASIC, List.of(2, 2, 2, 2), 128, List.of(64, 32, 16))));

  private Networks() {}

  /** The names, in text order. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * The description of a network.
   *
   * @throws UserException when there is none of that name
   */
  public static Network named(String name) {
    DeepLab description = BY_NAME.get(name);
    if (description == null) {
      throw UserException.usage(
          "network '%s' is not known: choose one of %s", name, String.join(", ", BY_NAME.keySet()));
    }
    return description.describe(name);
  }
}
