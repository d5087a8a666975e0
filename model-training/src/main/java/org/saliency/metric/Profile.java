package org.saliency.metric;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.Letterbox;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.settings.Settings;

/**
 * Evaluation protocols: how prediction and truth of a frame are aligned before the metrics are
 * computed. Maps may have any size.
 */
public enum Profile {
  /**
   * The course's protocol and the default: prediction, truth map and fixations are letterboxed to
   * 640x360, and repeated fixations count once. AUC-Judd's negatives are the pixels that are not
   * fixated.
   */
  MSU_SAVAM {
    @Override
    Aligned align(
        SaliencyMap prediction, Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
      return new Aligned(
          SAVAM_BOX.apply(prediction),
          truth.map(SAVAM_BOX::apply),
          fixations.map(SAVAM_BOX::apply).map(Fixations::asSet));
    }

    @Override
    SaliencyMap alignBaseline(SaliencyMap map) {
      return SAVAM_BOX.apply(map);
    }

    @Override
    Fixations alignShuffled(Fixations fixations) {
      return SAVAM_BOX.apply(fixations);
    }
  },

  /**
   * The protocol of the NTIRE video saliency challenge: prediction and truth map are min-max
   * normalised, then the prediction is resized to the truth's size. Repeated fixations count.
   * AUC-Judd's negatives are the number of pixels minus two, as in the challenge's script. KLD and
   * IG are not defined: the normalisation makes the lowest values zero.
   */
  MSU_CHALLENGE {
    @Override
    public List<Metric> metrics() {
      return List.of(Metric.NSS, Metric.SIM, Metric.CC, Metric.AUC_JUDD);
    }

    @Override
    Aligned align(
        SaliencyMap prediction, Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
      return atTruthSize(minMax(prediction), truth.map(Profile::minMax), fixations);
    }

    @Override
    int negatives(int pixels, int fixations) {
      return pixels - 2;
    }
  },

  /**
   * Evaluation at the truth's own size: the prediction is resized to it, values and fixations are
   * used as stored. AUC-Judd's negatives are the number of pixels minus the number of fixations.
   */
  NATIVE {
    @Override
    Aligned align(
        SaliencyMap prediction, Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
      return atTruthSize(prediction, truth, fixations);
    }
  };

  /** The formula for frames with a prediction. */
  static final BiFunction<Metric, Comparison, OptionalDouble> MEASURED = Metric::of;

  private static final Letterbox SAVAM_BOX = new Letterbox(new Size(640, 360));
  private static final double FLOAT32_EPSILON = Math.ulp(1f);

  /** Prediction and truth at one size. */
  record Aligned(
      SaliencyMap prediction, Optional<SaliencyMap> truth, Optional<Fixations> fixations) {}

  /**
   * Parses a profile's name, for example {@code msu-savam}.
   *
   * @throws UserException when no profile has this name
   */
  public static Profile named(String name) {
    return Settings.parse(Profile.class, "profile", name);
  }

  /** The name in settings, options and results. */
  public String option() {
    return Settings.kebab(this);
  }

  /** The metrics that are computed by default, in column order. */
  public List<Metric> metrics() {
    return Metric.DEFAULTS;
  }

  /**
   * Parses a choice of metrics.
   *
   * @param columns names of metrics; the default ones if empty
   * @return in column order, each once
   * @throws UserException when no metric has a name, or the profile does not define it
   */
  public List<Metric> choose(List<String> columns) {
    if (columns.isEmpty()) {
      return metrics();
    }
    List<Metric> chosen = columns.stream().map(Metric::named).distinct().sorted().toList();
    for (Metric metric : chosen) {
      if (Metric.DEFAULTS.contains(metric)
          ? !metrics().contains(metric)
          : metric == Metric.INFORMATION_GAIN && !metrics().contains(Metric.KLD)) {
        throw UserException.usage(
            "Invalid metric '%s' for profile %s, which makes the lowest values of maps zero: leave"
                + " it out, or use profile %s or %s",
            metric.column(), option(), MSU_SAVAM.option(), NATIVE.option());
      }
    }
    return chosen;
  }

  /**
   * Measures one frame.
   *
   * <p>A constant prediction has NSS 0, CC 0 and an undefined AUC-Judd, even if the profile pads
   * it. Metrics whose truth is missing are undefined.
   *
   * @param prediction the quantised map (see {@link org.saliency.map.QuantisedMap#map}), so that
   *     the files give the same metrics
   * @throws UserException when truth map and fixations differ in size and the profile does not
   *     scale
   * @throws IllegalArgumentException when a value is negative, infinite or NaN
   */
  public FrameMetrics measure(
      SaliencyMap prediction, Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
    return measure(prediction, truth, fixations, metrics(), AlignedReference.NONE, MEASURED);
  }

  /**
   * Measures a frame without a prediction, which counts as an all-zero map: NSS, SIM and CC are 0,
   * AUC-Judd is 0.5 (chance), and KLD is its formula with p = 0 in every pixel, about 36 minus the
   * entropy of the truth. Metrics whose truth is missing are undefined.
   *
   * @throws UserException when truth map and fixations differ in size and the profile does not
   *     scale
   * @throws IllegalArgumentException when there is neither a truth map nor fixations
   */
  public FrameMetrics measureMissing(Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
    SaliencyMap zero = zero(truth, fixations);
    return measure(zero, truth, fixations, metrics(), AlignedReference.NONE, Metric::ofMissing);
  }

  /** An all-zero map of a frame's size. */
  static SaliencyMap zero(Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
    Size size =
        frameSize(truth, fixations)
            .orElseThrow(() -> new IllegalArgumentException("a frame without truth"));
    return new SaliencyMap(size, new double[size.pixels()]);
  }

  /** The size of a frame's truth. */
  static Optional<Size> frameSize(Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
    return truth.map(SaliencyMap::size).or(() -> fixations.map(Fixations::size));
  }

  FrameMetrics measure(
      SaliencyMap prediction,
      Optional<SaliencyMap> truth,
      Optional<Fixations> fixations,
      List<Metric> metrics,
      AlignedReference reference,
      BiFunction<Metric, Comparison, OptionalDouble> formula) {
    Aligned aligned = align(prediction, truth, fixations);
    int count = aligned.fixations.map(Fixations::count).orElse(0);
    Comparison frame =
        new Comparison(
            MeasuredMap.of(aligned.prediction),
            MeasuredMap.isFlat(prediction) || MeasuredMap.isFlat(aligned.prediction),
            aligned.truth.map(MeasuredMap::of),
            aligned.fixations.filter(points -> points.count() > 0),
            negatives(aligned.prediction.size().pixels(), count),
            reference);
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    boolean zerosDecideKld = false;
    for (Metric metric : metrics) {
      if (metric == Metric.KLD && formula == MEASURED) {
        Optional<Kld.Parts> parts = Kld.parts(frame);
        parts.ifPresent(own -> values.put(metric, own.value()));
        zerosDecideKld = parts.map(Kld.Parts::isDecidedByZeros).orElse(false);
        continue;
      }
      OptionalDouble value = formula.apply(metric, frame);
      if (value.isPresent()) {
        values.put(metric, value.getAsDouble());
      }
    }
    return new FrameMetrics(values, count, zerosDecideKld);
  }

  abstract Aligned align(
      SaliencyMap prediction, Optional<SaliencyMap> truth, Optional<Fixations> fixations);

  /** Aligns a baseline map of the frame's size. */
  SaliencyMap alignBaseline(SaliencyMap map) {
    return map;
  }

  /** Aligns negatives of shuffled AUC, which may repeat pixels. */
  Fixations alignShuffled(Fixations fixations) {
    return fixations;
  }

  /** Number of negatives for AUC-Judd. */
  int negatives(int pixels, int fixations) {
    return pixels - fixations;
  }

  private static Aligned atTruthSize(
      SaliencyMap prediction, Optional<SaliencyMap> truth, Optional<Fixations> fixations) {
    if (truth.isPresent()
        && fixations.isPresent()
        && !truth.get().size().equals(fixations.get().size())) {
      throw UserException.input(
          "the truth map is %s but the fixations are for %s: give both at the frame's own size, or"
              + " use profile %s, which scales them",
          truth.get().size(), fixations.get().size(), MSU_SAVAM.option());
    }
    Size size = frameSize(truth, fixations).orElse(prediction.size());
    return new Aligned(Resize.bilinear(prediction, size), truth, fixations);
  }

  /** (value - minimum) / (maximum - minimum + the epsilon of float32). */
  private static SaliencyMap minMax(SaliencyMap map) {
    double[] values = map.values();
    double minimum = values[0];
    double maximum = values[0];
    for (double value : values) {
      if (value < minimum) {
        minimum = value;
      }
      if (value > maximum) {
        maximum = value;
      }
    }
    double range = maximum - minimum + FLOAT32_EPSILON;
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = (values[i] - minimum) / range;
    }
    return new SaliencyMap(map.size(), result);
  }
}
