package org.saliency.metric;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.saliency.UserException;

/** The metrics, in the order of the tables' columns. */
public enum Metric {
  /** Normalised scanpath saliency, of fixations. */
  NSS("nss", "NSS", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return Nss.of(frame);
    }
  },
  /** Similarity, of truth maps. */
  SIM("sim", "SIM", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return Sim.of(frame);
    }
  },
  /** Linear correlation coefficient, of truth maps. */
  CC("cc", "CC", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return Cc.of(frame);
    }
  },
  /** Area under the ROC curve in Judd's way, of fixations. */
  AUC_JUDD("auc_judd", "AUC-Judd", true) {
    @Override
    OptionalDouble of(Comparison frame) {
      return AucJudd.of(frame);
    }
  },
  /** Kullback-Leibler divergence of the truth map from the prediction. */
  KLD("kld", "KLD", false) {
    @Override
    OptionalDouble of(Comparison frame) {
      return Kld.of(frame);
    }
  };

  private final String column;
  private final String label;
  private final boolean higherIsBetter;

  Metric(String column, String label, boolean higherIsBetter) {
    this.column = column;
    this.label = label;
    this.higherIsBetter = higherIsBetter;
  }

  /**
   * The metric of a column name.
   *
   * @throws UserException when there is none of this name
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

  /** Its name in tables, options and JSON. */
  public String column() {
    return column;
  }

  /** Its name as people write it. */
  public String label() {
    return label;
  }

  /** Whether a higher value is the better one. */
  public boolean higherIsBetter() {
    return higherIsBetter;
  }

  /** The metric's value for one frame, finite; empty where it is not defined. */
  abstract OptionalDouble of(Comparison frame);
}
