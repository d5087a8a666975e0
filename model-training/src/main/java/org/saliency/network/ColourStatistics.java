package org.saliency.network;

import java.util.List;

/**
 * What a network expects of its input: each colour, as 0..1, minus its mean, divided by its
 * standard deviation.
 *
 * @param mean of red, green and blue
 * @param standardDeviation of red, green and blue
 */
public record ColourStatistics(List<Double> mean, List<Double> standardDeviation) {

  /** Those of ImageNet, which torchvision's weights were trained with. */
  public static final ColourStatistics IMAGENET =
      new ColourStatistics(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  public ColourStatistics {
    if (mean.size() != 3 || standardDeviation.size() != 3) {
      throw new IllegalArgumentException("mean and standard deviation take three values each");
    }
    mean = List.copyOf(mean);
    standardDeviation = List.copyOf(standardDeviation);
  }

  /** What to multiply a colour of 0..255 by. */
  public float scale(int channel) {
    return (float) (1 / (255 * standardDeviation.get(channel)));
  }

  /** What to add then. */
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
