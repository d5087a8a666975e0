package org.saliency.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.saliency.hash.Sha256;

/**
 * The values of a network's tensors, by full name.
 *
 * @param tensors parameters and buffers in module order
 */
public record Weights(Map<String, Tensor> tensors) {

  public Weights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Initial weights, distributed as in PyTorch's modules. Each tensor depends only on the seed and
   * its own name.
   */
  public static Weights initial(Network network, long seed) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Network.Node node : network.nodes()) {
      for (Parameter parameter : node.operation().parameters()) {
        String name = node.path() + "." + parameter.name();
        tensors.put(name, initial(node.operation(), parameter, seed ^ stableHash(name)));
      }
    }
    return new Weights(tensors);
  }

  private static Tensor initial(Operation operation, Parameter parameter, long seed) {
    if (parameter.initial() == Parameter.Initial.COUNT) {
      return Tensor.of(parameter.shape(), new long[] {0});
    }
    float[] values = new float[(int) Tensor.elements(parameter.shape())];
    switch (parameter.initial()) {
      case GAUSSIAN -> {
        return Tensor.of(parameter.shape(), Smoothing.gaussian(values.length));
      }
      case LOG_GAUSSIAN -> {
        return Tensor.of(parameter.shape(), VideoBias.center());
      }
      case ONES -> Arrays.fill(values, 1);
      case UNIFORM_BY_FAN_IN -> {
        double bound = 1 / Math.sqrt(operation.fanIn());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
      }
      default -> {} // zeros already
    }
    return Tensor.of(parameter.shape(), values);
  }

  private static long stableHash(String name) {
    return ByteBuffer.wrap(new Sha256().add(name).bytes()).getLong();
  }

  /** The tensor with a full name. */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor named " + name);
    }
    return tensor;
  }

  /**
   * SHA-256 of names, shapes and values in hexadecimal; independent of the order of the tensors.
   */
  public String hash() {
    return hash("");
  }

  /** SHA-256 of a text and the weights; equal to {@link #hash()} for an empty text. */
  public String hash(String prefix) {
    Sha256 hash = new Sha256().add(prefix);
    new TreeMap<>(tensors).forEach((name, tensor) -> hash.add(name + tensor).add(bytes(tensor)));
    return hash.hex();
  }

  /** The values of a tensor as little-endian bytes. */
  public static byte[] bytes(Tensor tensor) {
    if (tensor.isFloat()) {
      byte[] bytes = new byte[Float.BYTES * tensor.floats().length];
      littleEndian(bytes).asFloatBuffer().put(tensor.floats());
      return bytes;
    }
    if (tensor.isByte()) {
      return tensor.bytes();
    }
    byte[] bytes = new byte[Long.BYTES * tensor.longs().length];
    littleEndian(bytes).asLongBuffer().put(tensor.longs());
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
