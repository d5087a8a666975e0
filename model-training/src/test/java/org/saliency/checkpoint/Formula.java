package org.saliency.checkpoint;

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

  /** Number of positions after which the values repeat. */
  private static final int PERIOD = 10007;

  private Formula() {}

  /** Values in -1..1. */
  public static double[] spread(int count, long offset) {
    double[] values = new double[count];
    for (int i = 0; i < Math.min(count, PERIOD); i++) {
      values[i] = (31L * i * i + 17L * i + 101 * offset) % PERIOD / 5003.0 - 1;
    }
    for (int done = PERIOD; done < count; done += PERIOD) {
      System.arraycopy(values, 0, values, done, Math.min(PERIOD, count - done));
    }
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
    if (shape.length == 4) {
      scaleAndShift(values, Math.sqrt(6.0 / (shape[1] * shape[2] * shape[3])), 0);
    } else if (name.endsWith("running_var")) {
      scaleAndShift(values, 0.5, 1);
    } else if (name.endsWith("weight")) {
      scaleAndShift(values, 0.25, 1);
    } else {
      scaleAndShift(values, 0.2, 0);
    }
    return Tensor.of(shape, floats(values));
  }

  private static void scaleAndShift(double[] values, double factor, double offset) {
    for (int i = 0; i < values.length; i++) {
      values[i] = offset + factor * values[i];
    }
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
