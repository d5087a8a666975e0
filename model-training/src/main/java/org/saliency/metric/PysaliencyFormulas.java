package org.saliency.metric;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * The metrics of pysaliency's saliency map models. Every fixation counts. A prediction of another
 * size, which pysaliency refuses, is resized bilinearly.
 *
 * <pre>
 * NSS       as here, without epsilon; 0 for a constant map
 * CC        Pearson's correlation; 0 if only the prediction is constant
 * SIM       both maps divided by their sums, without min-max; a map of zeros is uniform
 * KLD       1e-20 is added to both maps, then they are divided by their sums: sum of g ln(g / p)
 * AUC-Judd  AUC_Judd: uniform noise up to 1e-7; thresholds at the fixations; negatives: pixels
 *           that are not fixated
 * AUC-Borji AUC with uniform non-fixations: every pixel is a negative, equal values count half
 * sAUC      every fixation of another image is a negative, equal values count half
 * IG        maps divided by their sums: mean over the fixations of log2 p - log2 b
 * </pre>
 */
final class PysaliencyFormulas implements ConventionFormulas {

  private static final double NOISE = 1e-7;
  private static final double LEAST = 1e-20;

  @Override
  public Map<Metric, Double> measure(ConventionFrame frame) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    SaliencyMap map = Resize.bilinear(frame.prediction(), frame.size());
    frame
        .truth()
        .ifPresent(
            truth -> {
              double[] p = map.values();
              double[] g = truth.values();
              ConventionFormulas.put(values, Metric.CC, correlation(p, g));
              ConventionFormulas.put(values, Metric.SIM, similarity(shares(p, 0), shares(g, 0)));
              ConventionFormulas.put(
                  values, Metric.KLD, divergence(shares(p, LEAST), shares(g, LEAST)));
            });
    frame.points().ifPresent(points -> measure(frame, map, points, values));
    return values;
  }

  private static void measure(
      ConventionFrame frame, SaliencyMap map, Fixations points, Map<Metric, Double> values) {
    double[] pixels = map.values();
    double[] positives = FixatedValues.of(map, points);
    double mean = Sums.of(pixels) / pixels.length;
    double deviation = Math.sqrt(Sums.ofProducts(pixels, mean, pixels, mean) / pixels.length);
    double excess = Arrays.stream(positives).sum() / positives.length - mean;
    ConventionFormulas.put(values, Metric.NSS, deviation == 0 ? excess : excess / deviation);
    ConventionFormulas.put(values, Metric.AUC_BORJI, FixatedValues.area(positives, pixels));
    ConventionFormulas.put(values, Metric.AUC_JUDD, judd(frame, map, points));
    frame
        .others()
        .ifPresent(
            others ->
                ConventionFormulas.put(
                    values,
                    Metric.SHUFFLED_AUC,
                    FixatedValues.area(positives, FixatedValues.of(map, others))));
    frame
        .baseline()
        .ifPresent(
            baseline -> {
              double pSum = Sums.of(pixels);
              double bSum = Sums.of(baseline.values());
              double[] b = FixatedValues.of(baseline, points);
              double bits =
                  IntStream.range(0, b.length)
                      .mapToDouble(i -> Math.log(positives[i] / pSum) - Math.log(b[i] / bSum))
                      .sum();
              ConventionFormulas.put(
                  values, Metric.INFORMATION_GAIN, bits / b.length / Math.log(2));
            });
  }

  private static double correlation(double[] p, double[] g) {
    double mean = Sums.of(p) / p.length;
    double other = Sums.of(g) / g.length;
    double pSquares = Sums.ofProducts(p, mean, p, mean);
    double gSquares = Sums.ofProducts(g, other, g, other);
    return pSquares == 0 && gSquares > 0
        ? 0
        : Sums.ofProducts(p, mean, g, other) / Math.sqrt(pSquares * gSquares);
  }

  private static double[] shares(double[] values, double added) {
    double sum = Arrays.stream(values).map(value -> value + added).sum();
    return Arrays.stream(values)
        .map(value -> sum == 0 ? 1.0 / values.length : (value + added) / sum)
        .toArray();
  }

  private static double similarity(double[] p, double[] g) {
    return Sums.ofSmaller(p, 1, g, 1);
  }

  private static double divergence(double[] p, double[] g) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += g[i] * Math.log(g[i] / p[i]);
    }
    return sum;
  }

  private static double judd(ConventionFrame frame, SaliencyMap map, Fixations points) {
    double[] noisy = frame.noisy(map, NOISE);
    int width = map.size().width();
    boolean[] isFixated = new boolean[noisy.length];
    double[] thresholds = new double[points.count()];
    for (int i = 0; i < thresholds.length; i++) {
      int pixel = points.rows()[i] * width + points.columns()[i];
      isFixated[pixel] = true;
      thresholds[i] = noisy[pixel];
    }
    double[] negatives =
        IntStream.range(0, noisy.length)
            .filter(i -> !isFixated[i])
            .mapToDouble(i -> noisy[i])
            .toArray();
    Arrays.sort(thresholds);
    double[] levels = Arrays.stream(thresholds).distinct().toArray();
    int[] atOrAbove = AucJudd.countAtOrAbove(levels, negatives);
    double area = 0;
    double lastTrue = 0;
    double lastFalse = 0;
    int below = thresholds.length;
    for (int level = levels.length - 1; level >= 0; level--) {
      while (below > 0 && thresholds[below - 1] >= levels[level]) {
        below--;
      }
      double truePositives = (double) (thresholds.length - below) / thresholds.length;
      double falsePositives = (double) atOrAbove[level] / negatives.length;
      area += (falsePositives - lastFalse) * (truePositives + lastTrue) / 2;
      lastTrue = truePositives;
      lastFalse = falsePositives;
    }
    return area + (1 - lastFalse) * (1 + lastTrue) / 2;
  }
}
