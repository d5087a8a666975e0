package org.saliency.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.network.Adaptation;

/**
 * Fits an {@link Adaptation} to frames with ground truth: it minimises the mean KL divergence of
 * the adapted map, as a distribution, from the truth. Each video has the same weight.
 *
 * <p>For a given blur, the adapted map is an exponential family with the parameters gain and center
 * bias, so that the divergence is convex and Newton's method finds the minimum. The blur and the
 * floor are the best of a few values. Maps are reduced to a width of {@value #WIDTH}.
 */
final class AdaptationFit {

  private static final int WIDTH = 64;
  private static final List<Double> BLURS = List.of(0.0, 0.01, 0.02, 0.035, 0.05);
  private static final List<Double> FLOORS =
      List.of(0.0, 0.002, 0.005, 0.01, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2, 0.3);
  private static final double STEPS = 1e6;

  /** A reduced frame: a map, and the truth as a distribution. */
  private record Frame(SaliencyMap prediction, double[] truth) {}

  private final Size size;
  private final Map<String, List<Frame>> byVideo = new LinkedHashMap<>();

  /** Logarithms of the blurred maps, by blur. */
  private final Map<Double, Map<Frame, double[]>> logarithms = new HashMap<>();

  /**
   * Starts without frames.
   *
   * @param mapSize size of the predicted maps
   */
  AdaptationFit(Size mapSize) {
    int width = Math.min(WIDTH, mapSize.width());
    long height = Math.round((double) mapSize.height() * width / mapSize.width());
    this.size = new Size(width, (int) Math.max(1, height));
  }

  /** Adds a frame unless its truth is black; maps may have any size. */
  void add(String video, SaliencyMap prediction, SaliencyMap truth) {
    double[] target = Resize.antialiased(truth, size).values().clone();
    double sum = DoubleStream.of(target).sum();
    if (sum > 0) {
      Arrays.setAll(target, i -> target[i] / sum);
      byVideo
          .computeIfAbsent(video, name -> new ArrayList<>())
          .add(new Frame(Resize.antialiased(prediction, size), target));
    }
  }

  /** The videos of the frames so far. */
  Set<String> videos() {
    return byVideo.keySet();
  }

  /** The adaptation that fits some of the videos best. */
  Adaptation fit(Predicate<String> isIncluded) {
    double least = Double.POSITIVE_INFINITY;
    double bestBlur = 0;
    LogLinearFit best = null;
    for (double blur : BLURS) {
      LogLinearFit fit = fit(blur, isIncluded);
      if (fit.loss() < least) {
        least = fit.loss();
        bestBlur = blur;
        best = fit;
      }
    }
    double[] numbers = best.parameters();
    return new Adaptation(
        rounded(numbers[0]),
        bestBlur,
        DoubleStream.of(numbers).skip(1).map(AdaptationFit::rounded).boxed().toList(),
        floor(best));
  }

  private LogLinearFit fit(double blur, Predicate<String> isIncluded) {
    Map<Frame, double[]> known = logarithms.computeIfAbsent(blur, value -> new HashMap<>());
    LogLinearFit fit = new LogLinearFit(size);
    byVideo.forEach(
        (video, frames) -> {
          if (isIncluded.test(video)) {
            for (Frame frame : frames) {
              double[] logarithm =
                  known.computeIfAbsent(frame, own -> logarithm(own.prediction(), blur));
              fit.add(logarithm, frame.truth(), 1.0 / frames.size());
            }
          }
        });
    fit.run();
    return fit;
  }

  private static double[] logarithm(SaliencyMap map, double blur) {
    Adaptation blurring = new Adaptation(1, blur, Adaptation.NONE.centerBias(), 0);
    return DoubleStream.of(blurring.blurred(map).values())
        .map(value -> Math.log(value + Adaptation.EPSILON))
        .toArray();
  }

  private static double floor(LogLinearFit fit) {
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (double floor : FLOORS) {
      double loss = fit.lossWithFloor(floor);
      if (loss < least) {
        least = loss;
        best = floor;
      }
    }
    return best;
  }

  private static double rounded(double value) {
    return Math.round(value * STEPS) / STEPS + 0.0; // no negative zero
  }
}
