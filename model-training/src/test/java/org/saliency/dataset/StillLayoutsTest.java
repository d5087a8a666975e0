package org.saliency.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.storage.LocalStorage;

/** Small data sets of photographs in the shapes of the public ones. */
class StillLayoutsTest {

  private static final Size SIZE = new Size(6, 4);

  @TempDir Path folder;

  private Path picture(String name) throws IOException {
    return picture(name, -1);
  }

  /** A black picture with one white pixel. */
  private Path picture(String name, int marked) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    int type = BufferedImage.TYPE_BYTE_GRAY;
    BufferedImage image = new BufferedImage(SIZE.width(), SIZE.height(), type);
    if (marked >= 0) {
      image.getRaster().setSample(marked % SIZE.width(), marked / SIZE.width(), 0, 255);
    }
    ImageIO.write(image, name.endsWith("png") ? "png" : "jpeg", file.toFile());
    return file;
  }

  private void mat(String name, String resource) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream stream = Fixations.class.getResourceAsStream(resource)) {
      Files.copy(stream, file);
    }
  }

  private Dataset read() {
    return Datasets.read(new LocalStorage(), folder.toString(), Optional.empty());
  }

  private List<String> names() {
    return read().videos().stream().map(Video::name).toList();
  }

  private Fixations fixations(Video video) {
    try (FrameFiles files = FrameFiles.of(new LocalStorage(), Map.of())) {
      VideoFrame frame = video.frames().get(0);
      assertThat(files.image(frame.image()).size()).isEqualTo(SIZE);
      assertThat(files.map(frame.map().orElseThrow()).size()).isEqualTo(SIZE);
      return files.fixations(frame.fixations().orElseThrow(), SIZE);
    }
  }

  @Test
  void aSinglePictureIsAVideoOfOneFrame() throws IOException {
    Path file = picture("Gäste, 7.JPG");

    Dataset dataset = Datasets.read(new LocalStorage(), file.toString(), Optional.empty());

    Video video = dataset.videos().get(0);
    assertThat(dataset.videos()).hasSize(1);
    assertThat(video.name()).isEqualTo("Gäste, 7");
    assertThat(video.frames()).hasSize(1);
    assertThat(video.frames().get(0).name()).isEqualTo("Gäste, 7");
    assertThat(video.frames().get(0).image()).isEqualTo(FrameLocation.file(file.toString()));
  }

  @Test
  void saliconHasFixationsInMatlabFiles() throws IOException {
    for (String still : List.of("train/COCO_train2014_000000000009", "val/COCO_val2014_0000003")) {
      picture("images/" + still + ".jpg");
      picture("maps/" + still + ".png");
      mat("fixations/" + still + ".mat", "salicon.mat");
    }
    picture("images/test/COCO_test2014_000000000001.jpg");

    Dataset dataset = read();

    assertThat(dataset.layout()).isEqualTo(Layout.SALICON);
    DeclaredSplit split =
        Datasets.readAll(new LocalStorage(), folder.toString(), Optional.empty()).split();
    assertThat(split.names(DeclaredSplit.Part.TEST)).containsExactly("COCO_test2014_000000000001");
    assertThat(split.names(DeclaredSplit.Part.VALIDATION)).containsExactly("COCO_val2014_0000003");
    assertThat(names())
        .containsExactly(
            "COCO_test2014_000000000001", "COCO_train2014_000000000009", "COCO_val2014_0000003");
    assertThat(dataset.videos().get(0).hasMaps()).isFalse();
    assertThat(dataset.videos().get(0).hasFixations()).isFalse();
    Fixations fixations = fixations(dataset.videos().get(1));
    assertThat(fixations.rows()).containsExactly(0, 3, 3, 1);
    assertThat(fixations.columns()).containsExactly(0, 5, 5, 2);
    assertThat(fixations.viewers()).containsExactly(0, 0, 2, 2);
    assertThat(dataset.videos().get(1).frames().get(0).key()).isEqualTo("9");
  }

  @Test
  void saliconHasFixationsInAnnotations() throws IOException {
    picture("images/train/a_9.jpg");
    picture("maps/train/a_9.png");
    picture("images/train/a_12.jpg");
    picture("maps/train/a_12.png");
    Files.writeString(
        Files.createDirectories(folder.resolve("annotations")).resolve("fixations_train2014.json"),
        """
        {"info": {"year": 2015}, "licenses": [],
         "annotations": [
          {"image_id": 9, "id": 1, "worker_id": 7, "fixations": [[1, 1], [4, 6]]},
          {"image_id": 12, "id": 2, "worker_id": 7, "fixations": []},
          {"image_id": 9, "id": 3, "worker_id": 8, "fixations": [[4, 6]]}],
         "images": [
          {"id": 9, "file_name": "a_9.jpg", "height": 4, "width": 6, "license": 1},
          {"id": 12, "file_name": "a_12.jpg", "height": 4, "width": 6, "license": 1}]}
        """);

    Dataset dataset = read();

    assertThat(dataset.layout()).isEqualTo(Layout.SALICON);
    assertThat(names()).containsExactly("a_9", "a_12");
    assertThat(fixations(dataset.videos().get(0)).rows()).containsExactly(0, 3, 3);
    assertThat(fixations(dataset.videos().get(0)).columns()).containsExactly(0, 5, 5);
    assertThat(fixations(dataset.videos().get(0)).viewers()).containsExactly(0, 0, 1);
    assertThat(fixations(dataset.videos().get(1)).count()).isZero();
  }

  @Test
  void annotatedFixationsOutsideTheirPictureAreNamed() throws IOException {
    picture("images/train/a_9.jpg");
    picture("maps/train/a_9.png");
    Path json = folder.resolve("fixations_train.json");
    String images =
        "\"images\": [{\"id\": 9, \"file_name\": \"a_9.jpg\", \"height\": 4, \"width\": 6}]";
    Files.writeString(
        json, "{" + images + ", \"annotations\": [{\"image_id\": 9, \"fixations\": [[6, 4]]}]}");
    assertThatThrownBy(() -> fixations(read().videos().get(0)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("picture 9 has the fixation [6, 4], outside its size of 6x4");

    Files.writeString(json, "{" + images + ", \"annotations\": [{\"image_id\": 9, \"fix");
    assertThatThrownBy(this::read).hasMessageContaining("truncated").hasMessageContaining("line 1");

    Files.writeString(json, "{\"annotations\": []}");
    assertThatThrownBy(this::read).hasMessageContaining("hold no 'images'");
  }

  @Test
  void mit1003HasMapsAndMarksInOneFolder() throws IOException {
    for (String still : List.of("i05june05_static_street_boston_p1010764", "i1")) {
      picture("ALLSTIMULI/" + still + ".jpeg");
      picture("ALLFIXATIONMAPS/" + still + "_fixMap.jpg");
      picture("ALLFIXATIONMAPS/" + still + "_fixPts.jpg", 9);
    }

    assertThat(read().layout()).isEqualTo(Layout.MIT1003);
    assertThat(names()).containsExactly("i1", "i05june05_static_street_boston_p1010764");
    Fixations fixations = fixations(read().videos().get(0));
    assertThat(fixations.rows()).containsExactly(1);
    assertThat(fixations.columns()).containsExactly(3);
  }

  @Test
  void cat2000PhotographsAreNamedWithTheirCategory() throws IOException {
    for (String still : List.of("Action/001", "Art/001")) {
      picture("trainSet/Stimuli/" + still + ".jpg");
      picture("trainSet/FIXATIONMAPS/" + still + ".jpg");
      mat("trainSet/FIXATIONLOCS/" + still + ".mat", "cat2000.mat");
    }
    picture("trainSet/Stimuli/Action/Output/001_SaliencyMap.jpg"); // a copy of the map

    assertThat(read().layout()).isEqualTo(Layout.CAT2000);
    assertThat(names()).containsExactly("Action_001", "Art_001");
    Fixations fixations = fixations(read().videos().get(1));
    assertThat(fixations.rows()).containsExactly(0, 3);
    assertThat(fixations.columns()).containsExactly(5, 1);
    assertThat(read().videos().get(0).frames().get(0).name()).isEqualTo("001");
  }

  @Test
  void incompletePhotographsAreNamed() throws IOException {
    picture("ALLSTIMULI/a.jpeg");
    picture("ALLSTIMULI/b.jpeg");
    picture("ALLFIXATIONMAPS/a_fixMap.jpg");
    Path marks = picture("ALLFIXATIONMAPS/a_fixPts.jpg", 9);
    Path single = picture("ALLFIXATIONMAPS/b_fixMap.jpg");
    assertThatThrownBy(this::read)
        .hasMessageContaining("photograph 'b' has a map, but no file of fixations");

    Files.move(single, marks.resolveSibling("c_fixMap.jpg"));
    assertThatThrownBy(this::read)
        .hasMessageContaining("c_fixMap.jpg belongs to no photograph: add photograph 'c'");
  }
}
