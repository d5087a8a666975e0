package org.saliency.spark.evaluate;

import org.saliency.UserException;
import org.saliency.settings.Settings;

/** What happens to frames with ground truth but without a predicted map. */
public enum MissingPolicy {
  /** The evaluation fails and lists them; so it does for maps without ground truth. */
  FAIL,
  /** They are left out of all tables, which count them. */
  SKIP,
  /**
   * They are measured as all-zero maps, see {@link org.saliency.metric.Profile#measureMissing}, and
   * counted.
   */
  ZERO;

  /**
   * Parses a policy's name.
   *
   * @throws UserException when there is none of this name
   */
  static MissingPolicy named(String name) {
    return Settings.parse(MissingPolicy.class, "policy for missing maps", name);
  }

  /** The name in settings, options and results. */
  String option() {
    return Settings.kebab(this);
  }
}
