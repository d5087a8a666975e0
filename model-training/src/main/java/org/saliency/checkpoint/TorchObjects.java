package org.saliency.checkpoint;

import static java.util.Map.entry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saliency.checkpoint.StoredTensor.Storage;
import org.saliency.checkpoint.Unpickler.Constructor;
import org.saliency.checkpoint.Unpickler.Dict;
import org.saliency.checkpoint.Unpickler.Sequence;

/**
 * Resolves the globals in PyTorch's pickles. Only those that describe tensors are known; they
 * become {@link StoredTensor}s, whose values are read later.
 */
final class TorchObjects {

  /** An object of a TorchScript class: its attributes without its code. */
  static final class ScriptObject implements Unpickler.Stateful {
    private Object state;

    @Override
    public void restore(Object state) {
      this.state = state;
    }

    /** Attributes by name; empty if the state is not a dict. */
    Map<Object, Object> attributes() {
      return state instanceof Dict dict ? dict.entries() : Map.of();
    }
  }

  /**
   * A Tensor, Variable or Parameter of PyTorch before 0.4, whose state is set after construction.
   */
  static final class OldTensor implements Unpickler.Stateful {
    private Optional<StoredTensor> tensor = Optional.empty();

    private static OldTensor of(Sequence arguments) {
      OldTensor made = new OldTensor();
      if (!arguments.items().isEmpty()) {
        made.tensor = storedTensor(arguments.items().get(0));
      }
      return made;
    }

    @Override
    public void restore(Object state) throws MalformedException {
      if (!(state instanceof Sequence fields)) {
        throw MalformedException.damaged("a tensor has no state");
      }
      switch (fields.items().size()) {
        case 3 -> {} // flags of a Variable that has its values already
        case 4 -> tensor = Optional.of(tensor(fields));
        case 5 -> tensor = storedTensor(fields.items().get(0));
        default -> throw MalformedException.damaged("a tensor has an unknown state");
      }
    }
  }

  private static final String ONLY_TENSORS =
      "it contains %s.%s, which is not a tensor (none of its code was run): save only tensors with"
          + " torch.save(model.state_dict(), path)";

  private static final String OTHER_TENSOR =
      "it contains a tensor of a kind that is not supported, such as a quantised or sparse one or an"
          + " 8-bit float (%s.%s): save all tensors as dense float32, for example with"
          + " .to_dense().float(), or .dequantize()";

  private static final Map<String, Object> TENSOR_GLOBALS =
      Map.ofEntries(
          entry("collections.OrderedDict", (Constructor) TorchObjects::orderedDict),
          entry("collections.defaultdict", (Constructor) arguments -> new Dict()),
          entry("torch._utils._rebuild_tensor", (Constructor) TorchObjects::tensor),
          entry("torch._utils._rebuild_tensor_v2", (Constructor) TorchObjects::tensor),
          entry("torch._utils._rebuild_parameter", (Constructor) TorchObjects::first),
          entry("torch._utils._rebuild_parameter_with_state", (Constructor) TorchObjects::first),
          entry("torch.nn.parameter.Parameter", (Constructor) OldTensor::of),
          entry("torch.autograd.variable.Variable", (Constructor) OldTensor::of),
          entry("torch.Size", (Constructor) TorchObjects::first));

  private static final Map<String, Object> SCRIPT_GLOBALS =
      Map.of(
          "torch.jit._pickle.build_intlist", (Constructor) TorchObjects::first,
          "torch.jit._pickle.build_doublelist", (Constructor) TorchObjects::first,
          "torch.jit._pickle.build_boollist", (Constructor) TorchObjects::first,
          "torch.jit._pickle.build_tensorlist", (Constructor) TorchObjects::first,
          "torch.jit._pickle.restore_type_tag", (Constructor) TorchObjects::first);

  private TorchObjects() {}

  /** Resolves a global of a file written by {@code torch.save}: tensors in dicts and lists. */
  static Object stateDictGlobal(String module, String name) throws MalformedException {
    Object known = TENSOR_GLOBALS.get(module + "." + name);
    if (known != null) {
      return known;
    }
    boolean isTorch = module.equals("torch") || module.equals("torch.cuda");
    if (isTorch && name.endsWith("Storage")) {
      return elementType(module, name);
    }
    if (isTorch && ElementType.ofStorage(name.replaceFirst("Tensor$", "Storage")).isPresent()) {
      return (Constructor) OldTensor::of;
    }
    if (isTorch && ElementType.ofTorch(name).isPresent()
        || HarmlessGlobals.contains(module, name)) {
      return Inert.VALUE;
    }
    throw new MalformedException(
        String.format(
            Locale.ROOT, isTensor(module, name) ? OTHER_TENSOR : ONLY_TENSORS, module, name));
  }

  /** Quantised and sparse tensors, those of new element types, and subclasses. */
  private static boolean isTensor(String module, String name) {
    return (module.equals("torch._utils") || module.equals("torch._tensor"))
        && name.startsWith("_rebuild_");
  }

  /** Resolves a global of a TorchScript archive: the same, and objects of its own classes. */
  static Object scriptGlobal(String module, String name) throws MalformedException {
    if (module.equals("__torch__") || module.startsWith("__torch__.")) {
      return (Constructor) arguments -> new ScriptObject();
    }
    Object known = SCRIPT_GLOBALS.get(module + "." + name);
    return known != null ? known : stateDictGlobal(module, name);
  }

  /** The value as a tensor; empty if it is none. */
  static Optional<StoredTensor> storedTensor(Object value) {
    if (value instanceof OldTensor old) {
      return old.tensor;
    }
    return value instanceof StoredTensor tensor ? Optional.of(tensor) : Optional.empty();
  }

  /**
   * The storage of a persistent id: ("storage", type, key, device, elements), and in a legacy
   * stream also a view (key, first, elements) or None.
   */
  static Storage storage(Object id) throws MalformedException {
    if (!(id instanceof Sequence fields) || !fields.item(0, String.class).equals("storage")) {
      throw MalformedException.damaged("a persistent id is not a tensor storage");
    }
    long elements = fields.item(4, Long.class);
    Storage whole =
        Storage.of(
            fields.item(2, String.class), fields.item(1, ElementType.class), elements, 0, elements);
    if (fields.items().size() <= 5 || fields.items().get(5) == null) {
      return whole;
    }
    Sequence view = fields.item(5, Sequence.class);
    return whole.view(view.item(1, Long.class), view.item(2, Long.class));
  }

  private static ElementType elementType(String module, String name) throws MalformedException {
    return ElementType.ofStorage(name)
        .orElseThrow(
            () ->
                new MalformedException(
                    String.format(
                        Locale.ROOT,
                        "it contains a tensor of the unsupported type %s.%s: save it as .float()",
                        module,
                        name)));
  }

  /** Arguments: storage, offset, shape, strides; others are ignored. */
  private static StoredTensor tensor(Sequence arguments) throws MalformedException {
    return StoredTensor.of(
        arguments.item(0, Storage.class),
        arguments.item(1, Long.class),
        arguments.item(2, Sequence.class).longs(),
        arguments.item(3, Sequence.class).longs());
  }

  /** An empty dict or, as Python 2 writes it, one of [key, value] lists. */
  private static Object orderedDict(Sequence arguments) throws MalformedException {
    Dict dict = new Dict();
    if (!arguments.items().isEmpty()) {
      Sequence pairs = arguments.item(0, Sequence.class);
      for (int index = 0; index < pairs.items().size(); index++) {
        List<Object> pair = pairs.item(index, Sequence.class).items();
        if (pair.size() != 2) {
          throw MalformedException.damaged("a dict is built from values other than pairs");
        }
        dict.put(pair.get(0), pair.get(1));
      }
    }
    return dict;
  }

  private static Object first(Sequence arguments) throws MalformedException {
    return arguments.item(0, Object.class);
  }
}
