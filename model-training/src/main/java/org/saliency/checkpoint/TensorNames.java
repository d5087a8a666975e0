package org.saliency.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.saliency.checkpoint.TorchObjects.ScriptObject;
import org.saliency.checkpoint.Unpickler.Dict;

/** Finds the tensors of a saved object and their names. */
final class TensorNames {

  private static final int DEEPEST = 64;
  private static final int MOST_VALUES = 1 << 18;
  private static final int LONGEST_NAME = 1024;

  /** The key of tensors that are not in a dict inside the saved one. */
  private static final String OUTERMOST = ".";

  private int valuesLeft = MOST_VALUES;

  private TensorNames() {}

  /** All tensors of a TorchScript module and its submodules, by dotted path. */
  static Map<String, StoredTensor> ofModule(Object module) throws MalformedException {
    if (!(module instanceof ScriptObject root)) {
      throw new MalformedException(
          "it contains no TorchScript module: give a file written by torch.jit.save");
    }
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    new TensorNames().addModule("", root, 0, tensors);
    return tensors;
  }

  private void addModule(
      String path, ScriptObject module, int depth, Map<String, StoredTensor> tensors)
      throws MalformedException {
    for (Map.Entry<Object, Object> attribute : module.attributes().entrySet()) {
      String name = visit(path, attribute.getKey(), depth);
      TorchObjects.storedTensor(attribute.getValue()).ifPresent(found -> tensors.put(name, found));
      if (attribute.getValue() instanceof ScriptObject child) {
        addModule(name, child, depth + 1, tensors);
      }
    }
  }

  /**
   * The tensors of a state dict in a saved object, at any depth. The state of an optimizer does not
   * count: its tensors have numbers for names.
   *
   * @param key dotted path of the state dict, or of the only one below it; empty if there is one
   */
  static Map<String, StoredTensor> ofStateDict(Object saved, Optional<String> key)
      throws MalformedException {
    Map<String, Map<String, StoredTensor>> stateDicts = new LinkedHashMap<>();
    if (saved instanceof Dict dict) {
      new TensorNames().addStateDicts("", dict, 0, stateDicts);
    }
    if (stateDicts.isEmpty()) {
      throw new MalformedException(
          "it contains no state dict: save one with torch.save(model.state_dict(), path)");
    }
    if (key.isPresent()) {
      return chosen(stateDicts, key.get());
    }
    if (stateDicts.size() > 1) {
      throw new MalformedException(
          String.format(
              Locale.ROOT,
              "it contains several state dicts: choose one with --key: %s",
              listed(stateDicts)));
    }
    return stateDicts.values().iterator().next();
  }

  private static Map<String, StoredTensor> chosen(
      Map<String, Map<String, StoredTensor>> stateDicts, String key) throws MalformedException {
    String path = key.equals(OUTERMOST) ? "" : key;
    if (stateDicts.containsKey(path)) {
      return stateDicts.get(path);
    }
    List<Map<String, StoredTensor>> below =
        stateDicts.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(path + "."))
            .map(Map.Entry::getValue)
            .toList();
    if (below.isEmpty() && stateDicts.size() == 1 && stateDicts.containsKey("")) {
      throw new MalformedException(
          String.format(
              Locale.ROOT, "it has only one set of weights, not '%s': leave out --key", key));
    }
    if (below.size() != 1) {
      throw new MalformedException(
          String.format(
              Locale.ROOT,
              "it has no state dict '%s': choose one with --key: %s",
              key,
              listed(stateDicts)));
    }
    return below.get(0);
  }

  private static String listed(Map<String, Map<String, StoredTensor>> stateDicts) {
    return stateDicts.entrySet().stream()
        .map(
            entry ->
                String.format(
                    Locale.ROOT,
                    "'%s' (%d tensors)",
                    entry.getKey().isEmpty() ? OUTERMOST : entry.getKey(),
                    entry.getValue().size()))
        .collect(Collectors.joining(", "));
  }

  private void addStateDicts(
      String path, Dict dict, int depth, Map<String, Map<String, StoredTensor>> stateDicts)
      throws MalformedException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> entry : dict.entries().entrySet()) {
      String name = visit(path, entry.getKey(), depth);
      if (!(entry.getKey() instanceof String key)) {
        continue;
      }
      TorchObjects.storedTensor(entry.getValue()).ifPresent(found -> tensors.put(key, found));
      if (entry.getValue() instanceof Dict child) {
        addStateDicts(name, child, depth + 1, stateDicts);
      }
    }
    if (!tensors.isEmpty()) {
      stateDicts.put(path, tensors);
    }
  }

  /** The path of a value. Limits depth and number of values, as objects may contain themselves. */
  private String visit(String path, Object key, int depth) throws MalformedException {
    String name = path.isEmpty() ? String.valueOf(key) : path + "." + key;
    if (depth > DEEPEST || valuesLeft-- == 0 || name.length() > LONGEST_NAME) {
      throw new MalformedException(
          String.format(
              Locale.ROOT,
              "its content is nested too deeply or too large at '%s': save only the state_dict()",
              name.substring(0, Math.min(name.length(), 100))));
    }
    return name;
  }
}
