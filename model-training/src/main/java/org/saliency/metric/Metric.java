package org.saliency.metric;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.saliency.UserException;

/** The metrics in the column order of tables. */
public enum Metric {
  /** Normalised scanpath saliency; needs fixations. */
  NSS("nss", "NSS", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return Nss.of(frame);
    }
  },
  /** Similarity; needs a truth map. */
  SIM("sim", "SIM", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return Sim.of(frame);
    }
  },
  /** Pearson correlation; needs a truth map. */
  CC("cc", "CC", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return Cc.of(frame);
    }
  },
  /** Area under the ROC curve after Judd; needs fixations. */
  AUC_JUDD("auc_judd", "AUC-Judd", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return AucJudd.of(frame);
    }

    @Override
    OptionalDouble ofMissing(Comparison frame) {
      return frame.fixations().isPresent() ? OptionalDouble.of(CHANCE) : OptionalDouble.empty();
    }
  },
  /** Kullback-Leibler divergence; needs a truth map. */
  KLD("kld", "KLD", false) {
    @Override
    OptionalDouble of(Comparison frame) {
      return Kld.of(frame);
    }

    @Override
    OptionalDouble ofMissing(Comparison frame) {
      return Kld.ofMissing(frame);
    }
  },
  /** Area under the ROC curve after Borji, with every pixel as a negative; needs fixations. */
  AUC_BORJI("auc_borji", "AUC-Borji", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return AucBorji.of(frame);
    }

    @Override
    OptionalDouble ofMissing(Comparison frame) {
      return frame.fixations().isPresent() ? OptionalDouble.of(CHANCE) : OptionalDouble.empty();
    }
  },
  /** Shuffled AUC; needs fixations, and those of other videos as negatives. */
  SHUFFLED_AUC("sauc", "sAUC", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return ShuffledAuc.of(frame);
    }

    @Override
    OptionalDouble ofMissing(Comparison frame) {
      return frame.fixations().isPresent() && frame.reference().shuffled().isPresent()
          ? OptionalDouble.of(CHANCE)
          : OptionalDouble.empty();
    }
  },
  /** Information gain over a baseline map; needs fixations. */
  INFORMATION_GAIN("ig", "IG", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return InformationGain.of(frame);
    }

    @Override
    OptionalDouble ofMissing(Comparison frame) {
      return InformationGain.ofMissing(frame);
    }
  };

  /** The metrics that are computed by default. */
  public static final List<Metric> DEFAULTS = List.of(NSS, SIM, CC, AUC_JUDD, KLD);

  /** AUC of a prediction that ranks nothing. */
  private static final double CHANCE = 0.5;

  private final String column;
  private final String label;
  private final boolean higherIsBetter;

  Metric(String column, String label, boolean higherIsBetter) {
    this.column = column;
    this.label = label;
    this.higherIsBetter = higherIsBetter;
  }

  /**
   * Parses a column name, for example {@code auc_judd}.
   *
   * @throws UserException when no metric has this name
   */
  public static Metric named(String column) {
    return Arrays.stream(values())
        .filter(metric -> metric.column.equals(column))
        .findFirst()
        .orElseThrow(
            () ->
                UserException.usage(
                    "Invalid metric '%s': expected one of %s",
                    column,
                    Arrays.stream(values()).map(Metric::column).collect(Collectors.joining(", "))));
  }

  /** The name in tables, options and JSON. */
  public String column() {
    return column;
  }

  /** The usual name, for display. */
  public String label() {
    return label;
  }

  /** Whether higher values are better. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** The value for one frame, finite; empty if undefined. */
  abstract OptionalDouble of(Comparison frame);

  /** The value for a frame whose missing prediction is replaced by an all-zero map. */
  OptionalDouble ofMissing(Comparison frame) {
    return of(frame);
  }
}
