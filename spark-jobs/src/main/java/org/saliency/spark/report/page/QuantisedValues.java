package org.saliency.spark.report.page;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Values in 16 bits: {@code low + step / 65534 (high - low)}; step 65535 stands for an undefined
 * value.
 *
 * @param low the lowest value
 * @param high the highest value
 * @param data steps in little-endian order, as base64
 */
record QuantisedValues(double low, double high, String data) {

  private static final int UNDEFINED = 65535;

  /** Packs values, of which NaN is undefined; empty if all are. */
  static Optional<QuantisedValues> of(double[] values) {
    double[] defined = DoubleStream.of(values).filter(value -> !Double.isNaN(value)).toArray();
    if (defined.length == 0) {
      return Optional.empty();
    }
    double low = DoubleStream.of(defined).min().getAsDouble();
    double high = DoubleStream.of(defined).max().getAsDouble();
    ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putShort((short) (Double.isNaN(value) ? UNDEFINED : step(value, low, high)));
    }
    return Optional.of(
        new QuantisedValues(low, high, Base64.getEncoder().encodeToString(bytes.array())));
  }

  private static long step(double value, double low, double high) {
    return high == low ? 0 : Math.round((value - low) / (high - low) * (UNDEFINED - 1));
  }
}
