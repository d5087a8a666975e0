package org.saliency.spark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.ml.PySpark;

/**
 * Runs the notebooks on a small demo, with {@code -Dnotebooks.run=true}: packages from PyPI are
 * installed, and figures are drawn.
 */
@EnabledIfSystemProperty(named = "notebooks.run", matches = "true")
class NotebooksIT {

  private static final Map<String, String> SMALL =
      Map.of(
          "synthesize.videos", "6",
          "synthesize.frames", "12",
          "synthesize.size", "96x54",
          "train.input-size", "64x40",
          "train.epochs", "2",
          "train.batches-per-epoch", "6",
          "train.batch-size", "4");

  @TempDir Path folder;

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "notebooks"))) {
      return files
          .filter(file -> file.toString().endsWith(".ipynb"))
          .map(file -> file.toAbsolutePath().normalize())
          .sorted()
          .toList();
    }
  }

  @Test
  void eachNotebookRunsAndDrawsFigures() throws Exception {
    PySpark pyspark = PySpark.bring();
    Path packages = folder.resolve("packages");
    pyspark.install(List.of("pandas", "matplotlib"), packages);
    try (Stream<Path> built = Files.list(Path.of("target"))) {
      Path wheel = built.filter(file -> file.toString().endsWith(".whl")).findFirst().orElseThrow();
      pyspark.install(wheel, packages);
    }
    Path demo = folder.resolve("demo");
    new DemoJob(TestSpark.session(), demo, Settings.load(Optional.empty(), SMALL)).run();
    List<String> script = new ArrayList<>();
    script.add(Path.of("src/test/python/run_notebooks.py").toAbsolutePath().toString());
    script.add(folder.resolve("figures").toString());
    script.add(demo.toString());
    notebooks().forEach(notebook -> script.add(notebook.toString()));

    String output =
        pyspark.run(
            folder,
            packages,
            List.of("--master=local[2]", "--conf=spark.driver.host=127.0.0.1"),
            script);

    assertThat(output)
        .containsSubsequence(
            "adapt.ipynb: 1 figures",
            "explore.ipynb: 3 figures",
            "methods.ipynb: 2 figures",
            "predictions.ipynb: 3 figures",
            "train.ipynb: 2 figures");
  }
}
