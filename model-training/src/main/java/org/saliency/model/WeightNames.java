package org.saliency.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maps the names in a weights file to a network's names. The file may use the network's own names,
 * those of torchvision's segmentation networks ({@code backbone.*}, {@code classifier.0.*}), those
 * of torchvision's image classifiers ({@code conv1.*}, {@code layer1.*}), or those of {@code
 * efficientnet_lite_pytorch} ({@code _conv_stem.*}, {@code _blocks.*}).
 *
 * @param sources name in the file by name in the network
 * @param heads names in the file of layers for other tasks, to be dropped
 * @param unknown names in the file without a tensor in the network
 * @param duplicates names in the file that map to the same tensor as an earlier name, with that
 *     name
 */
record WeightNames(
    Map<String, String> sources,
    List<String> heads,
    List<String> unknown,
    Map<String, String> duplicates) {

  /**
   * Prefixes that {@code torch.nn.DataParallel}, {@code torch.compile} and Lightning's modules add
   * to every name.
   */
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.", "model.");

  private static final Pattern CLASSIFIER_STAGE =
      Pattern.compile("(conv1|bn1|layer[1-4]|_conv_stem|_bn0|_blocks)(\\..*)", Pattern.DOTALL);

  /** The last three are EfficientNet's. */
  private static final Pattern HEAD =
      Pattern.compile(
          "(fc|classifier|aux_classifier|(encoder\\.)?(_conv_head|_bn1|_fc))\\..*", Pattern.DOTALL);

  private static final String BACKBONE = "backbone.";
  private static final Pattern ASPP =
      Pattern.compile("classifier\\.0\\.((convs|project)\\..*)", Pattern.DOTALL);

  /**
   * Maps the names of a file.
   *
   * @param own names of the network's tensors
   * @param given names in the file
   */
  static WeightNames of(Set<String> own, Collection<String> given) {
    Map<String, String> sources = new LinkedHashMap<>();
    List<String> heads = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Map<String, String> duplicates = new LinkedHashMap<>();
    int wrapper = wrapperLength(given);
    for (String name : given) {
      String bare = name.substring(wrapper);
      String translated = own.contains(bare) ? bare : translate(bare).orElse(bare);
      if (own.contains(translated)) {
        String first = sources.putIfAbsent(translated, name);
        if (first != null) {
          duplicates.put(name, first);
        }
      } else {
        (HEAD.matcher(translated).matches() ? heads : unknown).add(name);
      }
    }
    return new WeightNames(sources, heads, unknown, duplicates);
  }

  /** The network's name for a torchvision name. */
  private static Optional<String> translate(String name) {
    if (name.startsWith(BACKBONE)) {
      return Optional.of("encoder." + name.substring(BACKBONE.length()));
    }
    if (CLASSIFIER_STAGE.matcher(name).matches()) {
      return Optional.of("encoder." + name);
    }
    return Optional.of(ASPP.matcher(name))
        .filter(Matcher::matches)
        .map(matcher -> "aspp." + matcher.group(1));
  }

  private static int wrapperLength(Collection<String> names) {
    int length = 0;
    boolean found = !names.isEmpty();
    while (found) {
      int start = length;
      Optional<String> wrapper =
          WRAPPERS.stream()
              .filter(prefix -> names.stream().allMatch(name -> name.startsWith(prefix, start)))
              .findFirst();
      found = wrapper.isPresent();
      length += wrapper.map(String::length).orElse(0);
    }
    return length;
  }
}
