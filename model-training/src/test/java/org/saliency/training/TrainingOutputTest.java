package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;

/** What a training run refuses to write to. */
class TrainingOutputTest {

  @TempDir Path folder;

  private Path data;

  @BeforeEach
  void writeVideos() {
    data = TinyTraining.videos(folder.resolve("data"), 2, 1);
  }

  private void assertRefused(Path output, UserException.Kind kind, String words) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> TinyTraining.job(data, output, Map.of()).run())
        .withMessageContaining(words)
        .satisfies(error -> assertThat(error.kind()).isEqualTo(kind));
  }

  @Test
  void anOutputAmongTheVideosIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);

    for (Path output : new Path[] {data, data.resolve("run"), link.resolve("run")}) {
      assertRefused(output, UserException.Kind.OUTPUT, "is in the data set " + data);
    }

    assertThat(data).isDirectoryNotContaining("glob:**/{run,last,model.pt}");
  }

  @Test
  void anOutputThatIsAFileOrInOneIsRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    for (Path output : new Path[] {file, file.resolve("run")}) {
      assertRefused(output, UserException.Kind.USAGE, output + " cannot be written (");
    }
  }

  @Test
  void aSecondRunIsKeptOutUntilTheFirstEnds() throws IOException {
    Path output = folder.resolve("run");
    try (OutputLock lock = new TrainingFiles(output).lock()) {
      assertThat(lock).isNotNull();
      assertRefused(output, UserException.Kind.BUSY, "another run is writing to the output");
      assertThat(output).isDirectoryNotContaining("glob:**/last");
    }
    assertThat(output).isEmptyDirectory();
    new TrainingFiles(output).lock().close();
  }
}
