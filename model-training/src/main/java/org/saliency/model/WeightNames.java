package org.saliency.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
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

  /**
   * Names that are the network's without a prefix, at least, for the prefix to count: blocks of
   * other networks have layers of equal names.
   */
  private static final int FEWEST = 10;

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
    int wrapper = wrapperLength(given);
    WeightNames result = mapped(own, given, name -> name.substring(wrapper));
    if (!result.sources.isEmpty()) {
      return result;
    }
    Set<String> prefixes = prefixes(own, given);
    return mapped(
        own,
        given,
        name ->
            prefixes.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name));
  }

  private static WeightNames mapped(
      Set<String> own, Collection<String> given, UnaryOperator<String> unwrapped) {
    Map<String, String> sources = new LinkedHashMap<>();
    List<String> heads = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    Map<String, String> duplicates = new LinkedHashMap<>();
    for (String name : given) {
      String translated = ownName(own, unwrapped.apply(name));
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

  /** The network's name for the name in a file, which is the same if there is no such tensor. */
  private static String ownName(Set<String> own, String name) {
    return own.contains(name) ? name : translate(name).orElse(name);
  }

  /**
   * The prefix without which most names are the network's: that of a module in which a training
   * program keeps the network, beside others such as its loss. Several if the file has several
   * networks.
   */
  private static Set<String> prefixes(Set<String> own, Collection<String> given) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String name : given) {
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        if (own.contains(ownName(own, name.substring(dot + 1)))) {
          counts.merge(name.substring(0, dot + 1), 1, Integer::sum);
        }
      }
    }
    counts.values().removeIf(count -> count < FEWEST);
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    Set<String> outermost = new TreeSet<>(); // shorter names come first
    counts.forEach(
        (prefix, count) -> {
          if (count == most && outermost.stream().noneMatch(prefix::startsWith)) {
            outermost.add(prefix);
          }
        });
    return outermost;
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
