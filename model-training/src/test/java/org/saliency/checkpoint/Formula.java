package org.saliency.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.network.Network;
import org.saliency.network.Parameter;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

/** Weights and inputs from integer formulas that {@code networks/forward_pass.py} also computes. */
public final class Formula {

  private Formula() {}

  /** Values in -1..1. */
  public static double[] spread(int count, long offset) {
    double[] values = new double[count];
    Arrays.setAll(values, i -> (31L * i * i + 17L * i + 101 * offset) % 10007 / 5003.0 - 1);
    return values;
  }

  public static float[] floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /**
   * Each tensor depends on its position among the sorted names; running statistics are not 0, 1.
   */
  public static Weights weights(Network network) {
    Map<String, Tensor> filled = new LinkedHashMap<>();
    int position = 0;
    for (Map.Entry<String, Parameter> entry : new TreeMap<>(network.parameters()).entrySet()) {
      filled.put(entry.getKey(), tensor(entry.getKey(), entry.getValue().shape(), position));
      position++;
    }
    return new Weights(filled);
  }

  private static Tensor tensor(String name, long[] shape, int position) {
    if (name.endsWith("num_batches_tracked")) {
      return Tensor.of(shape, new long[] {5});
    }
    double[] values = spread((int) Tensor.elements(shape), position);
    for (int i = 0; i < values.length; i++) {
      if (shape.length == 4) {
        values[i] *= Math.sqrt(6.0 / (shape[1] * shape[2] * shape[3]));
      } else if (name.endsWith("running_var")) {
        values[i] = 1 + 0.5 * values[i];
      } else if (name.endsWith("weight")) {
        values[i] = 1 + 0.25 * values[i];
      } else {
        values[i] *= 0.2;
      }
    }
    return Tensor.of(shape, floats(values));
  }

  /** A frame with all grey levels. */
  public static Frame frame(Size size, long offset) {
    byte[] rgb = new byte[3 * size.pixels()];
    for (int i = 0; i < rgb.length; i++) {
      int row = i / (3 * size.width());
      int column = i / 3 % size.width();
      int channel = i % 3;
      rgb[i] = (byte) (row * 5 + column * 3 + channel * 83 + row * column / 16 + offset * 57);
    }
    return new Frame(size, rgb);
  }
}
