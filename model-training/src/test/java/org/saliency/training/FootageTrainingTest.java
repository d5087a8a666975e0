package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.frame.Size;

/** Training on video files, with the cache of frames. */
class FootageTrainingTest {

  @TempDir private Path folder;

  private Path data;

  @BeforeEach
  void writeVideos() {
    data = TinyFootage.write(folder.resolve("data"), 3, 40, new Size(128, 80));
  }

  private String train(String output, Map<String, String> changes) throws Exception {
    Map<String, String> all = new HashMap<>(changes);
    all.putIfAbsent("frame-cache.folder", folder.resolve("cache").toString());
    all.putIfAbsent("frame-cache.gigabytes", "1");
    all.put("network", "deeplab-efficientnet-lite0");
    all.put("augmentation.crop", "0.5");
    all.put("validation-width", "100");
    return TinyTraining.job(data, folder.resolve(output), all).run().manifest().modelHash();
  }

  private List<FileTime> cached() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(file -> file.toFile().lastModified())
          .map(FileTime::fromMillis)
          .toList();
    }
  }

  @Test
  void theModelDoesNotDependOnTheCache() throws Exception {
    String plain = train("plain", Map.of("frame-cache.gigabytes", "0", "loader-threads", "1"));
    assertThat(folder.resolve("cache")).doesNotExist();
    String filled = train("filled", Map.of("loader-threads", "4"));
    List<FileTime> before = cached();
    assertThat(before).hasSizeGreaterThan(12);
    String reused = train("reused", Map.of());
    assertThat(cached()).isEqualTo(before);
    assertThat(List.of(filled, reused)).containsOnly(plain);
  }

  @Test
  void aResumedRunMayUseAnotherCache() throws Exception {
    String straight = train("straight", Map.of());
    train("stopped", Map.of("epochs", "1"));
    Map<String, String> other =
        Map.of("frame-cache.folder", folder.resolve("other").toString(), "loader-threads", "3");
    assertThat(train("stopped", other)).isEqualTo(straight);
  }
}
