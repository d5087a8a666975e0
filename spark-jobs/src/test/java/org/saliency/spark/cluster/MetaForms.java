package org.saliency.spark.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.model.Model;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Precision;
import org.saliency.network.ServingTarget;
import org.saliency.torchscript.ArchiveWriter;

/** Archives of the forms of a network for {@code meta.py}, with what goes in and out. */
final class MetaForms {

  private static final Size SIZE = new Size(64, 48);
  private static final int BATCH = 2;

  /** Files with frames of another size are resized in the form. */
  private static final Size FRAMES = new Size(80, 70);

  private final Path folder;
  private final List<Map<String, Object>> forms = new ArrayList<>();

  MetaForms(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Adds the forms of a network for a GPU in each precision. */
  MetaForms add(String network, Map<String, String> options) throws IOException {
    Model model = Model.create(network, NetworkOptions.of(options), SIZE, 1);
    int window = model.network().options().window();
    for (Precision precision : Precision.values()) {
      Path serving = next("serving-" + precision);
      ArchiveWriter.write(serving, model.servingForm(ServingTarget.any(precision)));
      add(
          "serving",
          serving,
          shape(window, FRAMES.height(), FRAMES.width(), 3),
          List.of(BATCH, SIZE.height(), SIZE.width()));
      Path training = next("training-" + precision);
      ArchiveWriter.write(training, model.network(), model.weights(), precision, Map.of());
      add(
          "training",
          training,
          shape(window, 3, SIZE.height(), SIZE.width()),
          List.of(BATCH, 1, SIZE.height(), SIZE.width()));
    }
    return this;
  }

  private Path next(String kind) {
    return folder.resolve(forms.size() + "-" + kind + ".pt");
  }

  private static List<Integer> shape(int window, Integer... frame) {
    List<Integer> shape = new ArrayList<>(List.of(BATCH));
    if (window > 1) {
      shape.add(window);
    }
    shape.addAll(List.of(frame));
    return shape;
  }

  private void add(String kind, Path file, List<Integer> input, List<Integer> output) {
    forms.add(Map.of("kind", kind, "file", file.toString(), "input", input, "output", output));
  }

  /** Number of forms. */
  int count() {
    return forms.size();
  }

  /** Writes the list of the forms. */
  Path write() throws IOException {
    return Files.writeString(folder.resolve("forms.json"), Json.write(forms));
  }
}
