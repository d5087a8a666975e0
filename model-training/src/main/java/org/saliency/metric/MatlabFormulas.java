package org.saliency.metric;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * The metrics of the MIT saliency benchmark's MATLAB code, which others took over. The prediction
 * is resized with {@link Resize#cubic} to what it is compared with; fixations are a set; the
 * standard deviation has n - 1 in its divisor. A formula that divides by zero is undefined.
 *
 * <pre>
 * NSS       mean over the fixated pixels of (P - mean) / deviation
 * CC        Pearson's correlation
 * SIM       both maps min-max normalised, then divided by their sums: sum of the smaller values
 * KLD       both maps divided by their sums: sum of g ln(eps + g / (p + eps)), eps = 2^-52
 * AUC-Judd  uniform noise is added; thresholds at the fixated pixels; negatives: all other pixels
 * AUC-Borji, sAUC  see {@link SampledAuc}
 * IG        both maps min-max normalised, then divided by their sums:
 *           mean over the fixated pixels of log2(eps + p) - log2(eps + b)
 * </pre>
 *
 * @param noise upper end of the noise of AUC-Judd, on maps in 0..1
 */
record MatlabFormulas(double noise) implements ConventionFormulas {

  private static final double EPSILON = Math.ulp(1.0);

  @Override
  public Map<Metric, Double> measure(ConventionFrame frame) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    frame
        .truth()
        .ifPresent(
            truth -> {
              double[] p = Resize.cubic(frame.prediction(), truth.size()).values();
              ConventionFormulas.put(values, Metric.CC, correlation(p, truth.values()));
              ConventionFormulas.put(values, Metric.SIM, similarity(p, truth.values()));
              ConventionFormulas.put(values, Metric.KLD, divergence(p, truth.values()));
            });
    frame.points().ifPresent(points -> measure(frame, points.asSet(), values));
    return values;
  }

  private void measure(ConventionFrame frame, Fixations points, Map<Metric, Double> values) {
    SaliencyMap map = Resize.cubic(frame.prediction(), points.size());
    int[] fixated = pixels(points);
    ConventionFormulas.put(values, Metric.NSS, scanpathSaliency(map.values(), fixated));
    judd(map, points, frame).ifPresent(area -> values.put(Metric.AUC_JUDD, area));
    double[] normalised = minMax(map.values());
    if (Double.isFinite(normalised[0])) {
      double[] positives = at(normalised, fixated);
      if (fixated.length > 1) {
        ConventionFormulas.put(
            values,
            Metric.AUC_BORJI,
            SampledAuc.againstPixels(positives, normalised, frame.random()));
      }
      frame
          .others()
          .ifPresent(
              others ->
                  ConventionFormulas.put(
                      values,
                      Metric.SHUFFLED_AUC,
                      SampledAuc.againstOthers(
                          positives, at(normalised, pixels(others.asSet())), frame.random())));
      frame
          .baseline()
          .ifPresent(
              map2 ->
                  ConventionFormulas.put(
                      values,
                      Metric.INFORMATION_GAIN,
                      informationGain(
                          positives, normalised, Resize.cubic(map2, points.size()), fixated)));
    }
  }

  private static int[] pixels(Fixations fixations) {
    int width = fixations.size().width();
    return IntStream.range(0, fixations.count())
        .map(i -> fixations.rows()[i] * width + fixations.columns()[i])
        .toArray();
  }

  private static double[] at(double[] values, int[] pixels) {
    return IntStream.of(pixels).mapToDouble(pixel -> values[pixel]).toArray();
  }

  private static double scanpathSaliency(double[] p, int[] fixated) {
    double mean = Sums.of(p) / p.length;
    double deviation = Math.sqrt(Sums.ofProducts(p, mean, p, mean) / (p.length - 1));
    return Arrays.stream(at(p, fixated)).map(value -> (value - mean) / deviation).sum()
        / fixated.length;
  }

  private static double correlation(double[] p, double[] g) {
    double mean = Sums.of(p) / p.length;
    double other = Sums.of(g) / g.length;
    return Sums.ofProducts(p, mean, g, other)
        / Math.sqrt(Sums.ofProducts(p, mean, p, mean) * Sums.ofProducts(g, other, g, other));
  }

  private static double similarity(double[] p, double[] g) {
    double[] a = isZero(p) ? p : shares(minMax(p));
    double[] b = isZero(g) ? g : shares(minMax(g));
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.min(a[i], b[i]);
    }
    return sum;
  }

  /** Below zero, where the interpolation may go, the logarithm would be a complex number. */
  private static double divergence(double[] p, double[] g) {
    double[] positive = Arrays.stream(p).map(value -> Math.max(0, value)).toArray();
    double[] a = isZero(positive) ? positive : shares(positive);
    double[] b = isZero(g) ? g : shares(g);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += b[i] * Math.log(EPSILON + b[i] / (a[i] + EPSILON));
    }
    return sum;
  }

  private OptionalDouble judd(SaliencyMap map, Fixations points, ConventionFrame frame) {
    double[] noisy = frame.noisy(map, noise);
    Size size = map.size();
    return AucJudd.of(
        FixatedValues.of(new SaliencyMap(size, noisy), points),
        noisy,
        size.pixels() - points.count());
  }

  private static double informationGain(
      double[] fixatedValues, double[] p, SaliencyMap baseline, int[] fixated) {
    double[] b = minMax(baseline.values());
    double pSum = Sums.of(p);
    double bSum = Sums.of(b);
    double sum = 0;
    for (int i = 0; i < fixated.length; i++) {
      sum += Math.log(EPSILON + fixatedValues[i] / pSum) - Math.log(EPSILON + b[fixated[i]] / bSum);
    }
    return sum / fixated.length / Math.log(2);
  }

  private static boolean isZero(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == 0);
  }

  private static double[] shares(double[] values) {
    double sum = Sums.of(values);
    return Arrays.stream(values).map(value -> value / sum).toArray();
  }

  /** NaN everywhere for a constant map. */
  private static double[] minMax(double[] values) {
    double lowest = Arrays.stream(values).min().orElse(0);
    double range = Arrays.stream(values).max().orElse(0) - lowest;
    return Arrays.stream(values).map(value -> (value - lowest) / range).toArray();
  }
}
