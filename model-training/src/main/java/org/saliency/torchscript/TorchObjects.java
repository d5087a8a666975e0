package org.saliency.torchscript;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import org.saliency.torchscript.StoredTensor.Storage;
import org.saliency.torchscript.Unpickler.Constructor;
import org.saliency.torchscript.Unpickler.Dict;
import org.saliency.torchscript.Unpickler.Sequence;

/**
 * What the names in PyTorch's pickles stand for. Only those that describe tensors are known; they
 * become {@link StoredTensor}s, which tell where to read and hold no values yet.
 */
final class TorchObjects {

  /** An object of a TorchScript class: its attributes, and nothing of its code. */
  static final class ScriptObject implements Unpickler.Stateful {
    private Object state;

    @Override
    public void restore(Object state) {
      this.state = state;
    }

    /** Attributes by name; empty if the class keeps its state in another form. */
    Map<Object, Object> attributes() {
      return state instanceof Dict dict ? dict.entries() : Map.of();
    }
  }

  private static final String ONLY_TENSORS =
      "it holds %s.%s, which is no tensor; nothing of it was run. Save only tensors: "
          + "torch.save(model.state_dict(), path)";

  private static final Object INERT = new Object();

  private static final Map<String, Object> TENSOR_GLOBALS =
      Map.ofEntries(
          entry("collections.OrderedDict", (Constructor) TorchObjects::orderedDict),
          entry("torch._utils._rebuild_tensor", (Constructor) TorchObjects::tensor),
          entry("torch._utils._rebuild_tensor_v2", (Constructor) TorchObjects::tensor),
          entry("torch._utils._rebuild_parameter", (Constructor) TorchObjects::first),
          entry("torch._utils._rebuild_parameter_with_state", (Constructor) TorchObjects::first),
          entry("torch.Size", (Constructor) TorchObjects::first),
          entry("torch.device", (Constructor) arguments -> INERT),
          entry("torch.serialization._get_layout", (Constructor) arguments -> INERT));

  private static final Map<String, Object> SCRIPT_GLOBALS =
      Map.of(
          "torch.jit._pickle.build_intlist", (Constructor) TorchObjects::first,
          "torch.jit._pickle.build_doublelist", (Constructor) TorchObjects::first,
          "torch.jit._pickle.build_boollist", (Constructor) TorchObjects::first,
          "torch.jit._pickle.build_tensorlist", (Constructor) TorchObjects::first,
          "torch.jit._pickle.restore_type_tag", (Constructor) TorchObjects::first);

  private TorchObjects() {}

  /** Globals of a file that {@code torch.save} wrote: tensors in dicts and lists. */
  static Object stateDictGlobal(String module, String name) throws MalformedException {
    Object known = TENSOR_GLOBALS.get(module + "." + name);
    if (known != null) {
      return known;
    }
    boolean isTorch = module.equals("torch") || module.equals("torch.cuda");
    if (isTorch && name.endsWith("Storage")) {
      return elementType(module, name);
    }
    if (isTorch && ElementType.ofTorch(name).isPresent()) {
      return INERT;
    }
    throw new MalformedException(ONLY_TENSORS.formatted(module, name));
  }

  /** Globals of a TorchScript archive: the above, and objects of the classes it defines. */
  static Object scriptGlobal(String module, String name) throws MalformedException {
    if (module.equals("__torch__") || module.startsWith("__torch__.")) {
      return (Constructor) arguments -> new ScriptObject();
    }
    Object known = SCRIPT_GLOBALS.get(module + "." + name);
    return known != null ? known : stateDictGlobal(module, name);
  }

  /** Globals of a tar archive, which also names classes of tensors. */
  static Object tarGlobal(String module, String name) throws MalformedException {
    boolean isTensorClass =
        (module.equals("torch") || module.equals("torch.cuda")) && name.endsWith("Tensor");
    return isTensorClass ? INERT : stateDictGlobal(module, name);
  }

  /**
   * The storage that a persistent id of a zip archive or a legacy stream names: ("storage", type,
   * key, device, elements), and in a legacy stream (key, first, elements) of a view or None.
   */
  static Storage storage(Object id) throws MalformedException {
    if (!(id instanceof Sequence fields) || !fields.item(0, String.class).equals("storage")) {
      throw MalformedException.damaged("something stored apart is no storage of a tensor");
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
    Optional<ElementType> type = ElementType.ofStorage(name);
    if (type.isEmpty()) {
      throw new MalformedException(
          "it holds a tensor of %s.%s, whose numbers cannot be read; save it as .float()"
              .formatted(module, name));
    }
    return type.get();
  }

  /** (storage, offset, shape, strides), and what a tensor is used for. */
  private static Object tensor(Sequence arguments) throws MalformedException {
    return StoredTensor.of(
        arguments.item(0, Storage.class),
        arguments.item(1, Long.class),
        arguments.item(2, Sequence.class).longs(),
        arguments.item(3, Sequence.class).longs());
  }

  /** An empty dict, or as Python 2 writes it, one made of [key, value] lists. */
  private static Object orderedDict(Sequence arguments) throws MalformedException {
    Dict dict = new Dict();
    if (!arguments.items().isEmpty()) {
      Sequence pairs = arguments.item(0, Sequence.class);
      for (int index = 0; index < pairs.items().size(); index++) {
        Sequence pair = pairs.item(index, Sequence.class);
        dict.put(pair.item(0, Object.class), pair.item(1, Object.class));
      }
    }
    return dict;
  }

  private static Object first(Sequence arguments) throws MalformedException {
    return arguments.item(0, Object.class);
  }
}
