package org.saliency.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.saliency.network.Precision;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

/**
 * Element type and memory layout of a written tensor.
 *
 * @param type element type
 * @param channelsLast whether a tensor [outputs, inputs, rows, columns] is stored as [outputs,
 *     rows, columns, inputs], the order that channels-last convolutions read; else row-major
 */
public record TensorEncoding(ElementType type, boolean channelsLast) {

  private static final int CONVOLUTION = 4;

  /** The tensor's own type, row-major. */
  public static TensorEncoding of(Tensor tensor) {
    if (tensor.isByte()) {
      return new TensorEncoding(ElementType.INT8, false);
    }
    return new TensorEncoding(tensor.isFloat() ? ElementType.FLOAT32 : ElementType.INT64, false);
  }

  /** Type and layout that convolutions of a precision read. */
  public static TensorEncoding of(Tensor tensor, Precision precision) {
    ElementType type =
        switch (precision) {
          case FP32 -> ElementType.FLOAT32;
          case BF16 -> ElementType.BFLOAT16;
          case FP16 -> ElementType.FLOAT16;
        };
    return new TensorEncoding(type, tensor.shape().length == CONVOLUTION);
  }

  /** Elements that one step along each dimension spans. */
  public long[] strides(long[] shape) {
    if (channelsLast) {
      return new long[] {
        shape[1] * shape[2] * shape[3], 1, shape[1] * shape[3], shape[1],
      };
    }
    return Tensor.strides(shape);
  }

  /** The encoded elements of a tensor, little-endian. */
  public byte[] bytes(Tensor tensor) {
    if (!type.isFloat()) {
      return Weights.bytes(tensor);
    }
    float[] values = channelsLast ? inputsLast(tensor) : tensor.floats();
    byte[] bytes = new byte[values.length * type.size()];
    type.put(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), values);
    return bytes;
  }

  private static float[] inputsLast(Tensor tensor) {
    float[] values = tensor.floats();
    long[] shape = tensor.shape();
    int taps = (int) (shape[2] * shape[3]);
    int inputs = (int) shape[1];
    if (taps == 1) {
      return values;
    }
    float[] ordered = new float[values.length];
    for (int start = 0; start < values.length; start += inputs * taps) {
      transpose(values, start, inputs, taps, ordered);
    }
    return ordered;
  }

  /** Transposes a matrix that begins at the same position of both arrays. */
  private static void transpose(float[] from, int start, int rows, int columns, float[] to) {
    for (int column = 0, target = start; column < columns; column++) {
      for (int row = 0; row < rows; row++, target++) {
        to[target] = from[start + row * columns + column];
      }
    }
  }
}
