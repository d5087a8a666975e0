package org.saliency.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.saliency.checkpoint.TensorEncoding;
import org.saliency.network.Parameter;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

/**
 * Writes the object graph of an archive as a Python pickle (protocol 2): nested module objects
 * whose tensors refer to records of the archive.
 */
final class Pickler {

  private static final int PROTO = 0x80;
  private static final int GLOBAL = 'c';
  private static final int EMPTY_TUPLE = ')';
  private static final int EMPTY_DICT = '}';
  private static final int MARK = '(';
  private static final int TUPLE = 't';
  private static final int REDUCE = 'R';
  private static final int NEWOBJ = 0x81;
  private static final int BUILD = 'b';
  private static final int SETITEMS = 'u';
  private static final int UNICODE = 'X';
  private static final int BINARY_INT = 'J';
  private static final int BINARY_PERSISTENT_ID = 'Q';
  private static final int TRUE = 0x88;
  private static final int FALSE = 0x89;
  private static final int STOP = '.';

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Storage number of each tensor, in the order of first use. */
  private final Map<String, Integer> storages = new LinkedHashMap<>();

  private final Weights weights;
  private final Function<String, TensorEncoding> encodings;

  private Pickler(Weights weights, Function<String, TensorEncoding> encodings) {
    this.weights = weights;
    this.encodings = encodings;
  }

  /**
   * A pickle and the records it refers to.
   *
   * @param bytes the pickle
   * @param storages number N of record {@code data/N} by tensor name
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Pickle(byte[] bytes, Map<String, Integer> storages) {}

  /**
   * Pickles a module.
   *
   * @param encodings encoding of each tensor by full name
   */
  static Pickle of(
      ModuleTree root,
      String pythonModule,
      Weights weights,
      Function<String, TensorEncoding> encodings) {
    Pickler pickler = new Pickler(weights, encodings);
    pickler.out.write(PROTO);
    pickler.out.write(2);
    pickler.module(root, pythonModule);
    pickler.out.write(STOP);
    return new Pickle(pickler.out.toByteArray(), pickler.storages);
  }

  /** Pickles tensors by name, in the order of the names, as {@code torch.save} does. */
  static Pickle ofTensors(Weights weights) {
    Pickler pickler = new Pickler(weights, name -> TensorEncoding.of(weights.tensor(name)));
    pickler.out.write(PROTO);
    pickler.out.write(2);
    pickler.emptyOrderedDict();
    pickler.out.write(MARK);
    for (String name : weights.tensors().keySet()) {
      pickler.text(name);
      pickler.tensor(name, FALSE);
    }
    pickler.out.write(SETITEMS);
    pickler.out.write(STOP);
    return new Pickle(pickler.out.toByteArray(), pickler.storages);
  }

  /** The pickle of an empty tuple, for an archive without constants. */
  static byte[] emptyTuple() {
    return new byte[] {(byte) PROTO, 2, EMPTY_TUPLE, STOP};
  }

  private void module(ModuleTree module, String pythonModule) {
    global(pythonModule, module.className());
    out.write(EMPTY_TUPLE);
    out.write(NEWOBJ);
    out.write(EMPTY_DICT);
    out.write(MARK);
    for (Parameter parameter : module.parameters) {
      text(parameter.name());
      boolean isTrained = parameter.role() == Parameter.Role.TRAINED;
      tensor(module.nameOf(parameter), isTrained ? TRUE : FALSE);
    }
    text("training");
    out.write(FALSE);
    module.children.forEach(
        (name, child) -> {
          text(name);
          module(child, pythonModule);
        });
    out.write(SETITEMS);
    out.write(BUILD);
  }

  /** A tensor; the opcode tells whether it requires a gradient. */
  private void tensor(String name, int requiresGradient) {
    Tensor tensor = weights.tensor(name);
    TensorEncoding encoding = encodings.apply(name);
    int storage = storages.size();
    storages.put(name, storage);
    global("torch._utils", "_rebuild_tensor_v2");
    out.write(MARK);
    out.write(MARK);
    text("storage");
    global("torch", encoding.type().storageName());
    text(Integer.toString(storage));
    text("cpu");
    integer(Tensor.elements(tensor.shape()));
    out.write(TUPLE);
    out.write(BINARY_PERSISTENT_ID);
    integer(0);
    integers(tensor.shape());
    integers(encoding.strides(tensor.shape()));
    out.write(requiresGradient);
    emptyOrderedDict();
    out.write(TUPLE);
    out.write(REDUCE);
  }

  private void emptyOrderedDict() {
    global("collections", "OrderedDict");
    out.write(EMPTY_TUPLE);
    out.write(REDUCE);
  }

  private void global(String module, String name) {
    out.write(GLOBAL);
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.write(UNICODE);
    littleEndian(bytes.length);
    out.writeBytes(bytes);
  }

  private void integers(long[] values) {
    out.write(MARK);
    for (long value : values) {
      integer(value);
    }
    out.write(TUPLE);
  }

  private void integer(long value) {
    out.write(BINARY_INT);
    littleEndian(Math.toIntExact(value));
  }

  private void littleEndian(int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >>> shift);
    }
  }
}
