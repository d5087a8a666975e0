package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.model.ModelExport;
import org.saliency.network.Adaptation;
import org.saliency.network.Calibration;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;
import org.saliency.spark.TestSpark;

/** The folder of {@code model export --to python} in plain PyTorch, compared with {@code score}. */
class HandInIT {

  private static final Size INPUT = new Size(72, 40);
  private static final int FRAMES = 5;
  private static final Calibration.HeldOut HELD_OUT =
      new Calibration.HeldOut(3, 50, 3, Map.of("cc", 0.4), Map.of("cc", 0.5));

  @TempDir Path folder;

  @Test
  void mapsDifferFromThoseOfScoreByAtMostOneGreyLevel() throws Exception {
    PlainPython python = PlainPython.find();
    Path videos = folder.resolve("videos");
    write(videos.resolve("9"), new Size(72, 40));
    write(videos.resolve("10/frames"), new Size(150, 91));
    Map<String, Model> models = models();
    List<String> command = new ArrayList<>();
    command.add(Path.of("src/test/python/run_hand_ins.py").toAbsolutePath().toString());
    command.add(videos.toString());
    for (Map.Entry<String, Model> model : models.entrySet()) {
      Path file = folder.resolve(model.getKey() + ".pt");
      model.getValue().write(file);
      ScoreJobs.of(
              TestSpark.session(),
              file,
              videos,
              folder.resolve(model.getKey() + "-scored"),
              Optional.empty(),
              "precision=fp32",
              "formats=[png]")
          .run();
      Path exported = folder.resolve(model.getKey());
      new ModelExport(model.getValue()).python(exported);
      command.add(exported.toString());
    }

    assertThat(folder.resolve("adapted-scored/manifest.json"))
        .content()
        .containsSubsequence("\"model\"", "\"calibration\"", "\"folds\" : 3", "\"after\"");

    python.run(command);

    for (String model : models.keySet()) {
      Path scored = folder.resolve(model + "-scored/maps");
      Path evaluated = folder.resolve(model + "/maps");
      assertThat(files(evaluated)).as(model).isEqualTo(files(scored)).hasSize(2 * FRAMES);
      for (Path map : files(scored)) {
        int[] expected = greys(scored.resolve(map));
        int[] actual = greys(evaluated.resolve(map));
        assertThat(actual).as("%s %s", model, map).hasSameSizeAs(expected);
        assertThat(IntStream.of(expected).distinct().count()).isGreaterThan(20);
        int most =
            IntStream.range(0, expected.length)
                .map(i -> Math.abs(expected[i] - actual[i]))
                .max()
                .orElseThrow();
        assertThat(most).as("%s %s", model, map).isLessThanOrEqualTo(1);
      }
    }
  }

  private static Map<String, Model> models() {
    Map<String, Model> models = new LinkedHashMap<>();
    models.put(
        "options",
        model(
            "deeplab-resnet18",
            Map.of(
                "output-stride", "16",
                "skip-channels", "8",
                "dropout", "0.3",
                "decoder-dropout", "0.1",
                "decoder-channels", "32",
                "output", "softmax",
                "center-prior", "learned",
                "smoothing", "5")));
    models.put(
        "motion",
        model(
            "deeplab-efficientnet-lite0",
            Map.of(
                "output-stride", "32",
                "skip-channels", "8",
                "output", "softmax",
                "video-bias", "motion",
                "window", "3",
                "flip-averaging", "true")));
    models.put(
        "recurrent",
        model(
            "deeplab-resnet18",
            Map.of("window", "3", "skip-channels", "8", "output-stride", "32")));
    Calibration calibration =
        new Calibration(
            List.of(0.0, 0.1, 0.5, 0.6, 0.9),
            0.3,
            List.of(List.of(0.1, 0.5, 0.2), List.of(0.3, 1.0, 0.4)));
    models.put(
        "calibrated",
        model("deeplab-efficientnet-lite1", Map.of("output", "sigmoid"))
            .calibrated(calibration, "a test"));
    Adaptation adaptation = new Adaptation(1.4, 0.03, List.of(0.2, -0.1, 0.9, 1.2), 0.06);
    models.put(
        "adapted",
        model("deeplab-resnet18", Map.of("output", "sigmoid", "output-stride", "32"))
            .calibrated(Calibration.of(adaptation, HELD_OUT), "a test"));
    return models;
  }

  /** A model without zeros and ones among its weights. */
  private static Model model(String network, Map<String, String> options) {
    Model created = Model.create(network, NetworkOptions.of(options), INPUT, 7);
    Map<String, Tensor> tensors = new LinkedHashMap<>(created.weights().tensors());
    tensors.replaceAll(
        (name, tensor) ->
            name.matches(".*(bias|running_mean|running_var|bn.weight|center_prior.weight)")
                ? changed(tensor)
                : tensor);
    return Model.of(created.network(), new Weights(tensors), INPUT, Map.of(), Map.of());
  }

  private static Tensor changed(Tensor tensor) {
    float[] values = tensor.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (0.3 * Math.sin(3 * i + 1));
    }
    return Tensor.of(tensor.shape(), values);
  }

  /** A square that moves over a coloured background. */
  private static void write(Path video, Size size) {
    for (int number = 0; number < FRAMES; number++) {
      byte[] rgb = new byte[3 * size.pixels()];
      for (int i = 0; i < size.pixels(); i++) {
        int x = i % size.width();
        int y = i / size.width();
        boolean isSquare = Math.abs(x - 10 - 9 * number) < 8 && Math.abs(y - 18) < 8;
        rgb[3 * i] = (byte) (isSquare ? 240 : 255 * x / size.width());
        rgb[3 * i + 1] = (byte) (isSquare ? 30 : 255 * y / size.height());
        rgb[3 * i + 2] = (byte) (isSquare ? 10 : 90 + 60 * Math.sin(0.3 * x));
      }
      TinyVideos.writePng(new Frame(size, rgb), video.resolve(number + 8 + ".png"));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  private static int[] greys(Path file) throws IOException {
    var image = ImageIO.read(file.toFile());
    return image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
  }
}
