package org.saliency.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.saliency.checkpoint.TorchObjects.ScriptObject;
import org.saliency.checkpoint.Unpickler.Dict;

/** Finds the tensors in what a file holds, and their names. */
final class TensorNames {

  private static final int DEEPEST = 64;
  private static final int MOST_VALUES = 1 << 18;
  private static final int LONGEST_NAME = 1024;

  private int valuesLeft = MOST_VALUES;

  private TensorNames() {}

  /** Every tensor of a TorchScript module and of the modules within, by dotted path. */
  static Map<String, StoredTensor> ofModule(Object module) throws MalformedException {
    if (!(module instanceof ScriptObject root)) {
      throw new MalformedException("it holds no TorchScript module; give one of torch.jit.save");
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
   * The tensors of the one state dict that a saved object is or, under whatever keys, holds. The
   * state of an optimizer is none: it names its tensors by number.
   */
  static Map<String, StoredTensor> ofStateDict(Object saved) throws MalformedException {
    Map<String, Map<String, StoredTensor>> stateDicts = new LinkedHashMap<>();
    if (saved instanceof Dict dict) {
      new TensorNames().addStateDicts("", dict, 0, stateDicts);
    }
    if (stateDicts.isEmpty()) {
      throw new MalformedException(
          "it holds no dict of named tensors; save one: torch.save(model.state_dict(), path)");
    }
    if (stateDicts.size() > 1) {
      throw new MalformedException(
          "it holds several dicts of named tensors, %s; save the one that is meant, alone"
              .formatted(
                  stateDicts.keySet().stream()
                      .map(name -> name.isEmpty() ? "the outermost" : "'" + name + "'")
                      .toList()));
    }
    return stateDicts.values().iterator().next();
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

  /** The name of a value, unless there are too many of them, as when an object holds itself. */
  private String visit(String path, Object key, int depth) throws MalformedException {
    String name = path.isEmpty() ? String.valueOf(key) : path + "." + key;
    if (depth > DEEPEST || valuesLeft-- == 0 || name.length() > LONGEST_NAME) {
      throw new MalformedException(
          "what it holds is nested too deep or too large at '%s'; save only the state_dict()"
              .formatted(name.substring(0, Math.min(name.length(), 100))));
    }
    return name;
  }
}
