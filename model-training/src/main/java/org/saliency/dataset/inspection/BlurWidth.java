package org.saliency.dataset.inspection;

import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.Fixations;
import org.saliency.map.GaussianBlur;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * The Gaussian with which a map was made of fixations, estimated: the width at which the blurred
 * fixations correlate best with the map.
 *
 * @param sigma standard deviation as a share of the map's width
 * @param correlation of the map with the blurred fixations, up to 1
 */
record BlurWidth(double sigma, double correlation) {

  /** Maps are compared at this width, which is enough for bells of several pixels. */
  private static final int WIDTH = 192;

  private static final double NARROWEST = 0.004;
  private static final double WIDEST = 0.2;
  private static final int STEPS = 28;
  private static final int REFINEMENTS = 12;

  /**
   * Estimates the width.
   *
   * @param fixations at least one, of any size
   */
  static BlurWidth of(SaliencyMap map, Fixations fixations) {
    int width = Math.min(WIDTH, map.size().width());
    int height = Math.max(1, Math.round((float) map.size().height() * width / map.size().width()));
    Size size = new Size(width, height);
    SaliencyMap small = size.equals(map.size()) ? map : Resize.antialiased(map, size);
    Fixations marks = Crop.WHOLE.apply(fixations, size);
    double ratio = Math.pow(WIDEST / NARROWEST, 1.0 / STEPS);
    BlurWidth best = at(NARROWEST, small, marks);
    for (int i = 1; i <= STEPS; i++) {
      best = better(best, at(NARROWEST * Math.pow(ratio, i), small, marks));
    }
    double step = Math.sqrt(ratio);
    for (int i = 0; i < REFINEMENTS; i++, step = Math.sqrt(step)) {
      best =
          better(
              best,
              better(at(best.sigma / step, small, marks), at(best.sigma * step, small, marks)));
    }
    return best;
  }

  private static BlurWidth better(BlurWidth one, BlurWidth other) {
    return other.correlation > one.correlation ? other : one;
  }

  private static BlurWidth at(double sigma, SaliencyMap map, Fixations marks) {
    SaliencyMap blurred = GaussianBlur.of(marks, sigma * map.size().width());
    return new BlurWidth(sigma, correlation(map.values(), blurred.values()));
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double products = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      products += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return squaresA == 0 || squaresB == 0 ? 0 : products / Math.sqrt(squaresA * squaresB);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
