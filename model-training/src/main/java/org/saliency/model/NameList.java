package org.saliency.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Summarizes many dotted tensor names. */
final class NameList {

  private static final int MOST = 12;
  private static final String COUNTER = ".num_batches_tracked";

  private NameList() {}

  /**
   * The modules of the listed names with their numbers of tensors: {@code encoder 318, aspp 36}. A
   * module that is only partly listed is split into its submodules. Batch counters are ignored in
   * this decision, since old files lack them; those listed without their layer share one entry.
   *
   * @param listed the names to summarize
   * @param all the listed names and all others
   */
  static String summary(Collection<String> listed, Collection<String> all) {
    Set<String> chosen = Set.copyOf(listed);
    List<String> others =
        all.stream().filter(name -> !isCounter(name) && !chosen.contains(name)).toList();
    Map<String, Long> rows =
        listed.stream()
            .collect(
                Collectors.groupingBy(
                    name -> module(name, others), TreeMap::new, Collectors.counting()));
    String text =
        rows.entrySet().stream()
            .limit(MOST)
            .map(row -> row.getKey() + " " + row.getValue())
            .collect(Collectors.joining(", "));
    return rows.size() <= MOST ? text : text + ", and " + (rows.size() - MOST) + " more";
  }

  /** The outermost module of a tensor that contains none of the others, or the tensor itself. */
  private static String module(String name, List<String> others) {
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      String prefix = name.substring(0, dot + 1);
      if (others.stream().noneMatch(other -> other.startsWith(prefix))) {
        return name.substring(0, dot);
      }
    }
    return isCounter(name) ? "*" + COUNTER : name;
  }

  private static boolean isCounter(String name) {
    return name.endsWith(COUNTER);
  }
}
