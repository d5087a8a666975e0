package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;

/** Termination of the JVM by SIGTERM during a training step. */
class EndedTrainingTest {

  /** Trains until terminated. */
  public static final class Program {

    private Program() {}

    public static void main(String[] arguments) throws Exception {
      Model model = Model.create("deeplab-resnet18", new Size(160, 96), 1);
      StepTiming.measure(model, 2, 1, DeviceChoice.CPU, PrecisionChoice.FP32);
      System.out.println("training");
      StepTiming.measure(model, 2, 1_000_000, DeviceChoice.CPU, PrecisionChoice.FP32);
    }
  }

  @TempDir private Path folder;

  @RepeatedTest(3)
  void terminatesWithoutACrash() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Program.class.getName())
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove("OMP_NUM_THREADS"); // with several threads crashes are more likely
    Process process = builder.start();
    try (BufferedReader output = process.inputReader()) {
      Optional<String> line = output.lines().filter("training"::equals).findFirst();
      assertThat(line).isPresent();
      Thread.sleep(1000);

      process.destroy();

      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("exit code for SIGTERM").isEqualTo(128 + 15);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(Path::toFile).map(File::getName)).as("crash reports").isEmpty();
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
