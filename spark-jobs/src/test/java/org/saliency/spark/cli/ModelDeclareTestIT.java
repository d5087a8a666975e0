package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Video;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.spark.score.TinyVideos;
import org.saliency.storage.LocalStorage;

/** Lists of test videos as editors and shells write them. */
class ModelDeclareTestIT {

  private static final Size SIZE = new Size(64, 36);

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void makeModel() throws IOException {
    model = folder.resolve("m.pt");
    Model.create("deeplab-resnet18", SIZE, 1).write(model);
  }

  private Path list(String text) throws IOException {
    return Files.writeString(folder.resolve("list.txt"), text);
  }

  @Test
  void aByteOrderMarkAndEndingsOfVideoFilesAreTakenOff() throws IOException {
    Path list = list("\uFEFFvideo003.mp4\nclip v1.5\n");

    assertThat(Main.run("model", "declare-test", model.toString(), "--videos", list.toString()))
        .isZero();

    assertThat(Model.read(model).description().declaredTests())
        .containsExactly("clip v1.5", "video003");
  }

  @Test
  void aVideoThatIsListedTwiceIsRejected() throws IOException {
    Path list = list("video003.mp4\nvideo003\n");

    assertThat(Main.run("model", "declare-test", model.toString(), "--videos", list.toString()))
        .isEqualTo(3);
  }

  @Test
  void aNameThatNoDataSetHasIsRejected() throws IOException {
    String data = new TinyVideos(folder.resolve("data"), 1).add("a", 1, SIZE).folder().toString();
    String[] arguments = {
      "model",
      "declare-test",
      model.toString(),
      "--data",
      data,
      "--videos",
      list("a\nb\n").toString()
    };

    assertThat(Main.run(arguments)).isEqualTo(3);
    assertThat(Model.read(model).description().declaredTests()).isEmpty();

    list("a.mp4");
    assertThat(Main.run(arguments)).isZero();
    assertThat(Model.read(model).description().declaredTests()).containsExactly("a");
  }

  @Test
  void aVideoOfTheTrainingIsRejected() throws IOException {
    Path data =
        new TinyVideos(folder.resolve("data"), 1).add("a", 1, SIZE).add("b", 1, SIZE).folder();
    LocalStorage storage = new LocalStorage();
    List<Video> videos = Datasets.read(storage, data.toString(), Optional.empty()).videos();
    Model own = Model.read(model);
    own.trainedOn(videos.subList(0, 1), storage).write(model);
    String[] arguments = {
      "model",
      "declare-test",
      model.toString(),
      "--data",
      data.toString(),
      "--videos",
      list("b\na\n").toString()
    };

    assertThat(Main.run(arguments)).isEqualTo(3);

    list("b\n");
    assertThat(Main.run(arguments)).isZero();
  }

  @Test
  void withoutADataSetPathsAreRejectedAndTheResultSaysThatNamesAreNotChecked() throws IOException {
    Path list = list("a\ntest/b.mp4\n");
    String[] arguments = {"model", "declare-test", model.toString(), "--videos", list.toString()};

    assertThat(Main.run(arguments)).isEqualTo(3);
    assertThat(Model.read(model).description().declaredTests()).isEmpty();

    list("a\nb.mp4\n");
    assertThat(standardOutput(arguments)).contains("2 videos", "names are not checked", "--data");
    assertThat(Model.read(model).description().declaredTests()).containsExactly("a", "b");
  }

  private static String standardOutput(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(arguments)).isZero();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
