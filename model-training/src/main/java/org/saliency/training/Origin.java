package org.saliency.training;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.saliency.settings.Settings;

/**
 * Inputs that determine a training run: runs of equal origin have identical epochs.
 *
 * @param settings values by dotted key below {@code train}, without those that affect no epoch
 * @param data fingerprint of the frames and maps
 * @param model fingerprint of the initial weights
 */
record Origin(Map<String, String> settings, String data, String model) {

  /** Keys that may change when a run is resumed. */
  private static final Set<String> CHANGEABLE =
      Set.of(
          "device",
          "loader-threads",
          "note",
          "on-existing",
          "patience",
          "epochs",
          "tensorboard",
          "frame-cache.folder",
          "frame-cache.gigabytes");

  Origin {
    settings = new TreeMap<>(settings);
  }

  /**
   * Origin of a run.
   *
   * @param section the section {@code train}
   * @param weights weights other than 1 by the name of the video
   */
  static Origin of(
      Settings section,
      TrainingSettings settings,
      Map<String, Double> weights,
      String data,
      String model) {
    Map<String, String> values = new TreeMap<>();
    flatten("", section.values(), values);
    CHANGEABLE.forEach(values::remove);
    if (settings.schedule().dependsOnLength()) {
      values.put("epochs", Integer.toString(settings.epochs()));
    }
    weights.forEach((video, weight) -> values.put("weight of " + video, weight.toString()));
    return new Origin(values, data, model);
  }

  private static void flatten(String prefix, Map<?, ?> values, Map<String, String> flat) {
    values.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flatten(prefix + key + ".", inner, flat);
          } else {
            flat.put(prefix + key, canonical(String.valueOf(value)));
          }
        });
  }

  /** The same text for equal numbers, however they are written. */
  private static String canonical(String text) {
    try {
      return new BigDecimal(text).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** Description of the first difference from another origin; empty if they are equal. */
  Optional<String> difference(Origin other) {
    Set<String> keys = new TreeSet<>(settings.keySet());
    keys.addAll(other.settings.keySet());
    for (String key : keys) {
      String here = settings.getOrDefault(key, "not set");
      String there = other.settings.getOrDefault(key, "not set");
      if (!here.equals(there)) {
        return Optional.of(
            String.format(Locale.ROOT, "train.%s was %s and is now %s", key, here, there));
      }
    }
    if (!data.equals(other.data)) {
      return Optional.of("the frames or maps have changed");
    }
    return model.equals(other.model)
        ? Optional.empty()
        : Optional.of("the initial model has changed");
  }
}
