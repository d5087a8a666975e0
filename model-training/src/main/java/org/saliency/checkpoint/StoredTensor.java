package org.saliency.checkpoint;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.saliency.network.Tensor;

/** Location of a tensor in a file: a view of a storage that tensors may share. */
final class StoredTensor {

  private static final int MOST_DIMENSIONS = 64;

  /**
   * A range of elements within one record of the file.
   *
   * @param key name of the record
   * @param type format of the elements
   * @param recordElements number of elements in the record
   * @param first index of the first element of the range
   * @param elements length of the range
   */
  record Storage(String key, ElementType type, long recordElements, long first, long elements) {

    static Storage of(String key, ElementType type, long recordElements, long first, long elements)
        throws MalformedException {
      if (recordElements < 0
          || recordElements > Long.MAX_VALUE / Long.BYTES
          || first < 0
          || elements < 0
          || first > recordElements - elements) {
        throw MalformedException.damaged(
            String.format(
                Locale.ROOT,
                "a tensor needs elements %d to %d of storage %s, which has %d",
                first,
                first + elements,
                key,
                recordElements));
      }
      return new Storage(key, type, recordElements, first, elements);
    }

    /** Size of the record in bytes. */
    long recordBytes() {
      return recordElements * type.size();
    }

    /** A range within this range. */
    Storage view(long from, long length) throws MalformedException {
      of(key, type, elements, from, length);
      return new Storage(key, type, recordElements, first + from, length);
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
   * A strided view of a storage.
   *
   * @param storage the elements
   * @param offset index of the first element in the storage
   * @param shape size of each dimension
   * @param strides elements of the storage that one step along each dimension spans
   * @throws MalformedException when the view exceeds the storage
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
    } catch (ArithmeticException e) {
      throw outside(storage);
    }
    return new StoredTensor(storage, offset, shape, strides);
  }

  /** A whole storage in row-major order. */
  static StoredTensor of(Storage storage, long[] shape) throws MalformedException {
    StoredTensor tensor = of(storage, 0, shape, Tensor.strides(shape));
    if (tensor.elements() != storage.elements()) {
      throw outside(storage);
    }
    return tensor;
  }

  private static MalformedException outside(Storage storage) {
    return MalformedException.damaged(
        String.format(
            Locale.ROOT,
            "a tensor lies outside its storage %s of %d elements",
            storage.key(),
            storage.elements()));
  }

  Storage storage() {
    return storage;
  }

  /** Number of elements. */
  long elements() {
    return Tensor.elements(shape);
  }

  /**
   * Reads the tensor in row-major order.
   *
   * @param bytes the whole record of its storage
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
