package org.saliency.network;

import java.util.List;

/**
 * Normalisation of a network's input: each channel in 0..1 minus its mean, divided by its standard
 * deviation.
 *
 * @param mean means of red, green and blue
 * @param standardDeviation standard deviations of red, green and blue
 */
public record ColourStatistics(List<Double> mean, List<Double> standardDeviation) {

  /** Statistics of ImageNet, used by torchvision's weights. */
  public static final ColourStatistics IMAGENET =
      new ColourStatistics(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  public ColourStatistics {
    if (mean.size() != 3 || standardDeviation.size() != 3) {
      throw new IllegalArgumentException("mean and standard deviation need three values each");
    }
    mean = List.copyOf(mean);
    standardDeviation = List.copyOf(standardDeviation);
  }

  /** Factor for a value in 0..255. */
  public float scale(int channel) {
    return (float) (1 / (255 * standardDeviation.get(channel)));
  }

  /** Offset added after scaling. */
  public float offset(int channel) {
    return (float) (-mean.get(channel) / standardDeviation.get(channel));
  }

  Tensor scale() {
    return perChannel(new float[] {scale(0), scale(1), scale(2)});
  }

  Tensor offset() {
    return perChannel(new float[] {offset(0), offset(1), offset(2)});
  }

  private static Tensor perChannel(float[] values) {
    return Tensor.of(new long[] {1, 3, 1, 1}, values);
  }
}
