package org.saliency.training;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.model.NetworkRequest;
import org.saliency.settings.Settings;

/** Small data sets and short runs. */
final class TinyTraining {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "network", "deeplab-efficientnet-lite0",
          "input-size", "64x36",
          "epochs", "2",
          "batches-per-epoch", "3",
          "batch-size", "2",
          "validation-frames", "4",
          "learning-rate", "1e-3",
          "precision", "fp32",
          "device", "cpu",
          "frame-cache.gigabytes", "0");

  private TinyTraining() {}

  /** Writes three videos of four frames. */
  static Path videos(Path folder) {
    return videos(folder, 3, 1);
  }

  static Path videos(Path folder, int count, long seed) {
    return videos(folder, count, seed, "64x36");
  }

  static Path videos(Path folder, int count, long seed, String size) {
    Settings settings =
        Settings.load(
                Optional.empty(),
                Map.of(
                    "synthesize.videos",
                    Integer.toString(count),
                    "synthesize.frames",
                    "4",
                    "synthesize.size",
                    size,
                    "synthesize.seed",
                    Long.toString(seed)))
            .section("synthesize");
    SyntheticDataset.write(folder, SyntheticSettings.from(settings), () -> {});
    return folder;
  }

  /** The section {@code train} for a short run, with changed keys. */
  static Settings section(Map<String, String> changes) {
    Map<String, String> keys = new HashMap<>();
    SETTINGS.forEach((key, value) -> keys.put("train." + key, value));
    changes.forEach((key, value) -> keys.put("train." + key, value));
    return Settings.load(Optional.empty(), keys).section("train");
  }

  /** One epoch on a data set, with the videos of another for validation. */
  static TrainingJob validatedOn(Path validation, Path data, Path output) {
    TrainingArguments arguments =
        new TrainingArguments(
            List.of(new TrainingData(data.toString(), 1)),
            Optional.empty(),
            output,
            Optional.empty(),
            NetworkRequest.ANY,
            Optional.of(validation.toString()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new TrainingJob(arguments, section(Map.of("epochs", "1")));
  }

  static TrainingJob job(Path data, Path output, Map<String, String> changes) {
    return new TrainingJob(
        TrainingArguments.of(data.toString(), Optional.empty(), output, Optional.empty()),
        section(changes));
  }
}
