package org.saliency.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoIndexer;
import org.saliency.frame.Size;
import org.saliency.settings.Settings;
import org.saliency.spark.storage.HadoopFiles;

class ScoreInputsTest {

  private static final Size SMALL = new Size(64, 36);

  @TempDir Path folder;

  private ScoreInputs read(Path... inputs) {
    HadoopFiles files = new HadoopFiles(new Configuration());
    ScoreArguments arguments =
        new ScoreArguments(
            List.of(inputs).stream().map(Path::toString).toList(),
            folder.resolve("model.pt").toString(),
            folder.resolve("out").toString(),
            Optional.empty(),
            Optional.empty(),
            Settings.load(Optional.empty(), Map.of()).section("score"));
    return ScoreInputs.read(arguments, files, VideoIndexer.oneByOne(files));
  }

  @Test
  void videoFilesOfKindsThatAreNotReadAreCountedOverAllInputs() throws IOException {
    Path one = new TinyVideos(folder.resolve("one"), 1).add("a", 2, SMALL).folder();
    Path two = new TinyVideos(folder.resolve("two"), 2).add("b", 1, SMALL).folder();
    Files.write(one.resolve("c.wmv"), new byte[10]);
    Files.write(one.resolve("d.MTS"), new byte[10]);
    Files.write(two.resolve("e.flv"), new byte[10]);
    Files.writeString(two.resolve("notes.txt"), "no video");

    ScoreInputs inputs = read(one, two);

    assertThat(inputs.videos()).extracting(Video::name).containsExactly("a", "b");
    assertThat(inputs.leftOut()).isEqualTo(3);
    assertThat(inputs.bad()).isEmpty();
    assertThat(read(two.resolve("b/frames")).leftOut()).isZero();
  }
}
