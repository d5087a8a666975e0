package org.saliency.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.saliency.network.Tensor;

/** Emits pickles opcode by opcode. */
final class Pickles {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickles() {
    op(0x80).op(2);
  }

  Pickles op(int opcode) {
    out.write(opcode);
    return this;
  }

  /** Opcodes written as Latin-1 characters. */
  Pickles ops(String opcodes) {
    out.writeBytes(opcodes.getBytes(ISO_8859_1));
    return this;
  }

  Pickles global(String module, String name) {
    return ops("c" + module + "\n" + name + "\n");
  }

  /** Text as Python 3 writes it. */
  Pickles text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.write('X');
    out.writeBytes(littleEndian(Integer.BYTES).putInt(bytes.length).array());
    out.writeBytes(bytes);
    return this;
  }

  /** Text as Python 2 writes it. */
  Pickles oldText(String text) {
    return op('U').op(text.length()).ops(text);
  }

  Pickles number(long number) {
    out.write(0x8a);
    out.write(Long.BYTES);
    out.writeBytes(littleEndian(Long.BYTES).putLong(number).array());
    return this;
  }

  Pickles tuple(long... numbers) {
    ops("(");
    for (long number : numbers) {
      number(number);
    }
    return ops("t");
  }

  /** A float32 tensor in row-major order, alone in its storage. */
  Pickles tensor(String key, long... shape) {
    long elements = Tensor.elements(shape);
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int dimension = shape.length - 1; dimension >= 0; dimension--) {
      strides[dimension] = stride;
      stride *= shape[dimension];
    }
    return tensor(key, "FloatStorage", elements, 0, shape, strides);
  }

  Pickles tensor(
      String key, String type, long elements, long offset, long[] shape, long[] strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .ops("((")
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(elements)
        .ops("tQ")
        .number(offset)
        .tuple(shape)
        .tuple(strides)
        .op(0x89)
        .global("collections", "OrderedDict")
        .ops(")RtR");
  }

  byte[] stop() {
    out.write('.');
    return out.toByteArray();
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
