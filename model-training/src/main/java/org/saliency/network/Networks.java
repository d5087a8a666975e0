package org.saliency.network;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.UserException;

/** Registry of networks by name. */
public final class Networks {

  private static final Map<String, DeepLab> BY_NAME =
      new TreeMap<>(
          Map.of(
              "deeplab-efficientnet-lite0", mobile(new EfficientNetLite(1.0, 1.0, 224)),
              "deeplab-efficientnet-lite1", mobile(new EfficientNetLite(1.0, 1.1, 240)),
              "deeplab-efficientnet-lite2", mobile(new EfficientNetLite(1.1, 1.2, 260)),
              "deeplab-resnet18", small(List.of(2, 2, 2, 2)),
              "deeplab-resnet34", small(List.of(3, 4, 6, 3)),
              "deeplab-resnet50", large(List.of(3, 4, 6, 3)),
              "deeplab-resnet101", large(List.of(3, 4, 23, 3))));

  private Networks() {}

  private static DeepLab mobile(Encoder encoder) {
    return new DeepLab(encoder, 64, 64);
  }

  private static DeepLab small(List<Integer> depths) {
    return new DeepLab(new ResNet(ResNet.Block.BASIC, depths), 128, 64);
  }

  private static DeepLab large(List<Integer> depths) {
    return new DeepLab(new ResNet(ResNet.Block.BOTTLENECK, depths), 256, 128);
  }

  /** All names, sorted. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * Describes a network with default options.
   *
   * @throws UserException when the name is unknown
   */
  public static Network named(String name) {
    return named(name, NetworkOptions.DEFAULTS);
  }

  /**
   * Describes a network.
   *
   * @throws UserException when the name is unknown
   */
  public static Network named(String name, NetworkOptions options) {
    DeepLab description = BY_NAME.get(name);
    if (description == null) {
      throw UserException.usage(
          "Unknown network '%s': choose one of %s", name, String.join(", ", BY_NAME.keySet()));
    }
    return description.describe(name, options);
  }
}
