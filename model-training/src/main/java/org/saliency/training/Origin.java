package org.saliency.training;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.saliency.settings.Settings;

/**
 * What a training run follows from. Two runs of equal origin have the same epochs.
 *
 * @param settings by dotted key below {@code train}, those left out that change no epoch
 * @param data fingerprint of the frames and maps
 * @param model fingerprint of the weights it started from
 */
record Origin(Map<String, String> settings, String data, String model) {

  /** What may change between a run and its continuation. */
  private static final Set<String> FREE =
      Set.of("device", "loader-threads", "on-existing", "patience", "epochs");

  Origin {
    settings = new TreeMap<>(settings);
  }

  /**
   * The origin of a run.
   *
   * @param section the section {@code train}
   */
  static Origin of(Settings section, TrainingSettings settings, String data, String model) {
    Map<String, String> values = new TreeMap<>();
    flatten("", section.values(), values);
    FREE.forEach(values::remove);
    if (settings.schedule().looksAhead()) {
      values.put("epochs", Integer.toString(settings.epochs()));
    }
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

  /** The same text for the same number, however it was spelled. */
  private static String canonical(String text) {
    try {
      return new BigDecimal(text).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /** In words, what sets another apart from this; empty when nothing does. */
  Optional<String> difference(Origin other) {
    Set<String> keys = new TreeSet<>(settings.keySet());
    keys.addAll(other.settings.keySet());
    for (String key : keys) {
      String here = settings.getOrDefault(key, "not set");
      String there = other.settings.getOrDefault(key, "not set");
      if (!here.equals(there)) {
        return Optional.of("train.%s was %s and is now %s".formatted(key, here, there));
      }
    }
    if (!data.equals(other.data)) {
      return Optional.of("the frames or maps are others");
    }
    return model.equals(other.model)
        ? Optional.empty()
        : Optional.of("the model that it starts from is another one");
  }
}
