package org.saliency.checkpoint;

import java.nio.ByteBuffer;
import org.saliency.network.Tensor;

/** Where a tensor lies: a view into a storage, which other tensors may share. */
final class StoredTensor {

  private static final int MOST_DIMENSIONS = 64;

  /**
   * A run of elements within one piece of the file.
   *
   * @param key names the piece
   * @param type format of the elements
   * @param pieceElements how many elements the piece must have
   * @param first index of the first element of the run in it
   * @param elements length of the run
   */
  record Storage(String key, ElementType type, long pieceElements, long first, long elements) {

    static Storage of(String key, ElementType type, long pieceElements, long first, long elements)
        throws MalformedException {
      if (pieceElements < 0
          || pieceElements > Long.MAX_VALUE / Long.BYTES
          || first < 0
          || elements < 0
          || first > pieceElements - elements) {
        throw MalformedException.damaged(
            "elements %d to %d of storage %s, which has %d"
                .formatted(first, first + elements, key, pieceElements));
      }
      return new Storage(key, type, pieceElements, first, elements);
    }

    /** Bytes of the whole piece. */
    long pieceBytes() {
      return pieceElements * type.size();
    }

    /** A run within this run. */
    Storage view(long from, long length) throws MalformedException {
      of(key, type, elements, from, length);
      return new Storage(key, type, pieceElements, first + from, length);
    }
  }

  private final Storage storage;
  private final long offset;
  private final long[] shape;
  private final long[] strides;

  private StoredTensor(Storage storage, long offset, long[] shape, long[] strides) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  /**
   * A tensor that lies wholly within its storage.
   *
   * @param storage the elements it is made of
   * @param offset index of its first element there
   * @param shape size of each dimension
   * @param strides for each dimension, how many elements of the storage one step along it is
   */
  static StoredTensor of(Storage storage, long offset, long[] shape, long[] strides)
      throws MalformedException {
    if (shape.length != strides.length || shape.length > MOST_DIMENSIONS || offset < 0) {
      throw outside(storage);
    }
    try {
      long last = offset;
      for (int dimension = 0; dimension < shape.length; dimension++) {
        if (shape[dimension] < 0 || strides[dimension] < 0) {
          throw outside(storage);
        }
        last = Math.addExact(last, Math.multiplyExact(shape[dimension] - 1, strides[dimension]));
      }
      if (Tensor.elements(shape) > 0 && last >= storage.elements()) {
        throw outside(storage);
      }
    } catch (ArithmeticException fault) {
      throw outside(storage);
    }
    return new StoredTensor(storage, offset, shape, strides);
  }

  /** A whole storage, in row-major order. */
  static StoredTensor of(Storage storage, long[] shape) throws MalformedException {
    StoredTensor tensor = of(storage, 0, shape, Tensor.strides(shape));
    if (tensor.elements() != storage.elements()) {
      throw outside(storage);
    }
    return tensor;
  }

  private static MalformedException outside(Storage storage) {
    return MalformedException.damaged(
        "a tensor lies outside of its storage %s of %d elements"
            .formatted(storage.key(), storage.elements()));
  }

  Storage storage() {
    return storage;
  }

  /** How many elements it has. */
  long elements() {
    return Tensor.elements(shape);
  }

  /**
   * The tensor, in row-major order.
   *
   * @param bytes the whole piece that its storage lies in
   */
  Tensor read(ByteBuffer bytes) {
    int count = Math.toIntExact(elements());
    ElementType type = storage.type();
    Positions positions = new Positions();
    if (!type.isFloat()) {
      long[] values = new long[count];
      for (int index = 0; index < count; index++) {
        values[index] = type.longAt(bytes, positions.next());
      }
      return Tensor.of(shape, values);
    }
    float[] values = new float[count];
    if (type == ElementType.FLOAT32 && isRowMajor() && count > 0) {
      bytes
          .slice(positions.next(), count * Float.BYTES)
          .order(bytes.order())
          .asFloatBuffer()
          .get(values);
    } else {
      for (int index = 0; index < count; index++) {
        values[index] = type.floatAt(bytes, positions.next());
      }
    }
    return Tensor.of(shape, values);
  }

  private boolean isRowMajor() {
    long[] rowMajor = Tensor.strides(shape);
    for (int dimension = 0; dimension < shape.length; dimension++) {
      if (shape[dimension] != 1 && strides[dimension] != rowMajor[dimension]) {
        return false;
      }
    }
    return true;
  }

  /** Byte indexes of the elements in row-major order. */
  private final class Positions {
    private final long[] indexes = new long[shape.length];
    private long position = storage.first() + offset;

    int next() {
      int current = (int) (position * storage.type().size());
      for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
        position += strides[dimension];
        if (++indexes[dimension] < shape[dimension]) {
          break;
        }
        position -= strides[dimension] * shape[dimension];
        indexes[dimension] = 0;
      }
      return current;
    }
  }
}
