package org.saliency.spark.cli;

import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.dataset.Layout;
import org.saliency.metric.Metric;
import org.saliency.metric.Profile;
import org.saliency.metric.Ranking;
import org.saliency.network.Networks;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.settings.Settings;
import org.saliency.spark.output.Format;

/**
 * Texts of {@code --help} that follow from the code: the default of each setting as {@code
 * ${bundle:default.KEY}}, and what an option accepts as {@code ${bundle:choices.layouts}} and so
 * on.
 */
final class HelpTexts extends ResourceBundle {

  private Map<String, String> texts;

  /** The texts, read when the first is asked for: most commands print no help. */
  private synchronized Map<String, String> texts() {
    if (texts == null) {
      texts = new LinkedHashMap<>();
      addAll();
    }
    return texts;
  }

  private void addAll() {
    addDefaults("default", Settings.load(Optional.empty(), Map.of()).values());
    texts.put("choices.layouts", "auto, " + join(Layout.values()));
    texts.put("choices.profiles", join(Stream.of(Profile.values()).map(Profile::option).toArray()));
    texts.put("choices.devices", options(DeviceChoice.values()));
    texts.put("choices.precisions", options(PrecisionChoice.values()));
    texts.put("choices.formats", options(Format.values()));
    texts.put("choices.networks", String.join(", ", Networks.names()));
    texts.put("choices.metrics", join(Stream.of(Metric.values()).map(Metric::column).toArray()));
    texts.put(
        "choices.ranking-metrics",
        Ranking.DEFAULT_METRICS.stream().map(Metric::column).collect(Collectors.joining(",")));
  }

  private void addDefaults(String prefix, Map<?, ?> values) {
    values.forEach(
        (key, value) -> {
          String path = prefix + "." + key;
          if (value instanceof Map<?, ?> section) {
            addDefaults(path, section);
          } else if (value instanceof Collection<?> list) {
            texts.put(path, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
          } else {
            texts.put(path, String.valueOf(value));
          }
        });
  }

  private static String join(Object[] values) {
    return Stream.of(values).map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String options(Enum<?>[] values) {
    return List.of(values).stream().map(Settings::kebab).collect(Collectors.joining(", "));
  }

  @Override
  protected Object handleGetObject(String key) {
    // picocli looks up a text for every option, by keys that have no such prefix.
    return key.startsWith("default.") || key.startsWith("choices.") ? texts().get(key) : null;
  }

  @Override
  public Enumeration<String> getKeys() {
    return Collections.enumeration(texts().keySet());
  }
}
