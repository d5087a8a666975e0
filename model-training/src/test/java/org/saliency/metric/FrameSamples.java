package org.saliency.metric;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;

/** Maps and fixations for tests. */
final class FrameSamples {

  /** The test vectors' prediction: exp(-0.5 d^2 / sqrt(3200)) about (20, 20) on 40x40. */
  static final SaliencyMap S = gaussian(20, 20);

  /** The same about (14, 23), the test vectors' truth. */
  static final SaliencyMap G = gaussian(14, 23);

  static final Fixations F0 =
      new Fixations(S.size(), new int[] {10, 11, 12, 12, 12}, new int[] {0, 1, 2, 2, 2});

  static final Fixations F1 = new Fixations(S.size(), new int[] {21, 25, 33}, new int[] {1, 5, 3});

  private FrameSamples() {}

  private static SaliencyMap gaussian(int centreRow, int centreColumn) {
    double[] values = new double[40 * 40];
    for (int i = 0; i < values.length; i++) {
      int down = i / 40 - centreRow;
      int right = i % 40 - centreColumn;
      double distance = down * down + right * right;
      values[i] = Math.exp(-0.5 * distance / Math.sqrt(3200));
    }
    return new SaliencyMap(new Size(40, 40), values);
  }

  /** 0.05 + 0.9 exp(-d^2 / (2 width^2)), with d in fractions of the height and the width. */
  static SaliencyMap blob(Size size, double centreRow, double centreColumn, double width) {
    double[] values = new double[size.pixels()];
    for (int i = 0; i < values.length; i++) {
      int row = i / size.width();
      int column = i % size.width();
      double down = (double) row / size.height() - centreRow;
      double right = (double) column / size.width() - centreColumn;
      values[i] = 0.05 + 0.9 * Math.exp(-(down * down + right * right) / (2 * width * width));
    }
    return new SaliencyMap(size, values);
  }

  static SaliencyMap constant(Size size, double value) {
    return new SaliencyMap(
        size, IntStream.range(0, size.pixels()).mapToDouble(i -> value).toArray());
  }

  /** Values of few levels, so that ties occur; some of them zero. */
  static SaliencyMap random(Size size, int levels, long seed) {
    Random random = new Random(seed);
    return new SaliencyMap(
        size,
        IntStream.range(0, size.pixels())
            .mapToDouble(i -> random.nextInt(levels) / (double) (levels - 1))
            .toArray());
  }

  static Fixations randomFixations(Size size, int count, long seed) {
    return Fixations.ofPixels(size, new Random(seed).ints(count, 0, size.pixels()).toArray());
  }

  static Comparison maps(SaliencyMap prediction, SaliencyMap truth) {
    return new Comparison(
        MeasuredMap.of(prediction),
        MeasuredMap.isFlat(prediction),
        Optional.of(MeasuredMap.of(truth)),
        Optional.empty(),
        0);
  }

  static Comparison points(SaliencyMap prediction, Fixations fixations, int negatives) {
    return new Comparison(
        MeasuredMap.of(prediction),
        MeasuredMap.isFlat(prediction),
        Optional.empty(),
        Optional.of(fixations),
        negatives);
  }
}
