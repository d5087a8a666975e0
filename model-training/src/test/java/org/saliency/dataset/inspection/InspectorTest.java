package org.saliency.dataset.inspection;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.inspection.Inspection.Severity;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.map.Fixations;
import org.saliency.map.GaussianBlur;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.settings.Settings;
import org.saliency.storage.LocalStorage;

class InspectorTest {

  @TempDir Path own;

  /** A data set of two videos of three frames of 64x36 pixels. */
  @BeforeEach
  void write() {
    Map<String, String> values =
        Map.of(
            "synthesize.videos",
            "2",
            "synthesize.frames",
            "3",
            "synthesize.size",
            "64x36",
            "synthesize.seed",
            "4");
    SyntheticDataset.write(
        own.resolve("data"),
        SyntheticSettings.from(Settings.load(Optional.empty(), values).section("synthesize")),
        () -> {});
  }

  private Inspection inspect() {
    return Inspector.inspect(
        new LocalStorage(),
        own.resolve("data").toString(),
        Optional.empty(),
        3,
        new ContactSheet("test"));
  }

  private Path file(String name) {
    return own.resolve("data").resolve(name);
  }

  private List<String> messages(Severity severity) {
    return inspect().problems().stream()
        .filter(problem -> problem.severity() == severity)
        .map(Inspection.Problem::message)
        .toList();
  }

  @Test
  void aDataSetWithoutProblemsIsCounted() throws IOException {
    ContactSheet sheet = new ContactSheet("test");
    Inspection inspection =
        Inspector.inspect(new LocalStorage(), file("").toString(), Optional.empty(), 2, sheet);

    assertThat(inspection.problems()).isEmpty();
    assertThat(inspection.hasErrors()).isFalse();
    assertThat(inspection.layout()).isEqualTo("msu-savam");
    assertThat(inspection.videos()).isEqualTo(2);
    assertThat(inspection.frames()).isEqualTo(6);
    assertThat(inspection.videosWithMaps()).isEqualTo(2);
    assertThat(inspection.videosWithFixations()).isEqualTo(2);
    assertThat(inspection.sizes()).isEqualTo(Map.of("64x36", 2));
    assertThat(inspection.sampled()).isEqualTo(4);
    assertThat(inspection.blur().median()).isCloseTo(0.05, within(0.003));
    assertThat(inspection.blur().correlation()).isGreaterThan(0.99);
    assertThat(inspection.text()).contains("problems      none").contains("sigma 5.");
    assertThat(Json.line(inspection)).contains("\"layout\":\"msu-savam\"");
    sheet.write(own.resolve("sheet.png"));
    BufferedImage image = ImageIO.read(own.resolve("sheet.png").toFile());
    assertThat(image.getWidth()).isEqualTo(8 + 4 * 248);
  }

  @Test
  void missingMapsAndDamagedFilesAreNamed() throws IOException {
    Files.delete(file("video001/gaussians/0002.png"));
    Files.write(file("video002/gaussians/0003.png"), new byte[] {1, 2, 3});
    Files.write(file("video002/frames/0001.png"), new byte[0]);

    assertThat(inspect().hasErrors()).isTrue();
    assertThat(messages(Severity.ERROR))
        .anyMatch(text -> text.contains("3 frames, 2 maps") && text.contains("frame 2"))
        .anyMatch(text -> text.contains("0001.png is empty"));
    assertThat(inspect().videos()).isEqualTo(2);

    Files.copy(
        file("video002/frames/0002.png"), file("video002/frames/0001.png"), REPLACE_EXISTING);
    assertThat(messages(Severity.ERROR)).anyMatch(text -> text.contains("gaussians/0003.png"));
  }

  private static BufferedImage grey(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, 0x808080);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    return image;
  }

  private void blacken(String... frames) throws IOException {
    BufferedImage black = new BufferedImage(64, 36, BufferedImage.TYPE_INT_RGB);
    for (String frame : frames) {
      ImageIO.write(black, "png", file(frame).toFile());
    }
  }

  @Test
  void blackFramesWithRealMapsAreCounted() throws IOException {
    blacken("video001/frames/0002.png");

    assertThat(messages(Severity.WARNING))
        .singleElement()
        .asString()
        .startsWith("1 of 3 frames that were read are black, but their maps are not")
        .contains("extract them again");
    assertThat(messages(Severity.ERROR)).isEmpty();

    blacken("video001/frames/0001.png", "video001/frames/0003.png");
    assertThat(messages(Severity.ERROR)).singleElement().asString().startsWith("3 of 6 frames");
    assertThat(inspect().problems().get(0).severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void blackFramesWithBlackMapsAreNoProblemOfTheFrames() throws IOException {
    blacken("video001/frames/0002.png");
    SaliencyMap none = new SaliencyMap(new Size(64, 36), new double[64 * 36]);
    Files.write(file("video001/gaussians/0002.png"), MapFile.write(none, MapDepth.EIGHT_BITS));

    assertThat(messages(Severity.WARNING))
        .noneMatch(text -> text.contains("frames that were read are black"));
  }

  @Test
  void mapsThatAreAllBlackAreAnError() throws IOException {
    SaliencyMap none = new SaliencyMap(new Size(64, 36), new double[64 * 36]);
    for (String video : List.of("video001", "video002")) {
      for (int frame = 1; frame <= 3; frame++) {
        Path map = file(video + "/gaussians/000" + frame + ".png");
        Files.write(map, MapFile.write(none, MapDepth.EIGHT_BITS));
      }
    }

    assertThat(messages(Severity.ERROR))
        .containsExactly("all 6 maps that were read are black: extract them again");
  }

  @Test
  void aVideoThatLacksWhatOthersHaveIsNamed() throws IOException {
    Files.move(file("video001/gaussians"), file("video001/gausians"));

    assertThat(messages(Severity.WARNING))
        .containsExactly("1 video without maps, which others have: video001");
  }

  @Test
  void theSplitOfTheDataSetIsChecked() throws IOException {
    Files.writeString(file("TrainTestSplit.json"), "{\"train\": [\"video001\"], \"year\": 2}");
    assertThat(messages(Severity.WARNING))
        .containsExactly("TrainTestSplit.json has keys that are ignored: year");

    Files.writeString(
        file("TrainTestSplit.json"), "{\"train\": [\"video001\"], \"tset\": [\"video002\"]}");
    assertThat(messages(Severity.ERROR))
        .singleElement()
        .asString()
        .contains("has video 'video002' in the list 'tset'");
  }

  @Test
  void mapsOfAnotherShapeAndConstantMapsAreNamed() throws IOException {
    Size square = new Size(20, 20);
    byte[] map =
        MapFile.write(new SaliencyMap(square, new double[square.pixels()]), MapDepth.EIGHT_BITS);
    Files.write(file("video001/gaussians/0002.png"), map);

    assertThat(messages(Severity.ERROR))
        .containsExactly(
            "the map of frame 0002 is 20x20, which has another aspect ratio than the frame of"
                + " 64x36");
    assertThat(messages(Severity.WARNING))
        .containsExactly(
            "the map of frame 0002 has the same value everywhere: metrics are undefined");
  }

  @Test
  void mapsAndFixationsOfAnotherSizeAreNamedOnceForAVideo() throws IOException {
    Size half = new Size(32, 18);
    double[] values = new double[half.pixels()];
    values[5] = 1;
    byte[] small = MapFile.write(new SaliencyMap(half, values), MapDepth.EIGHT_BITS);
    for (String frame : List.of("0001", "0003")) {
      Files.write(file("video001/gaussians/" + frame + ".png"), small);
      Files.write(file("video001/fixations/" + frame + ".png"), small);
    }

    assertThat(messages(Severity.ERROR))
        .containsExactly(
            "maps of 32x18 (2 frames that were read) differ from the frame size of 64x36, which"
                + " training requires");
    assertThat(messages(Severity.WARNING))
        .containsExactly(
            "fixations of 32x18 (2 frames that were read) differ from the frame size of 64x36:"
                + " only the profile msu-savam scales them");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void listsOfFixationsThatDoNotEndWithTheirVideoAreNamed(int more) throws IOException {
    Path data = own.resolve("list");
    Files.createDirectories(data.resolve("Videos"));
    Files.createDirectories(data.resolve("Fixations"));
    Path video = data.resolve("Videos/v.mp4");
    try (InputStream sample =
        Size.class.getResourceAsStream("/org/saliency/video/h264-b-frames.mp4")) {
      Files.copy(sample, video);
    }
    int count =
        more
            + Datasets.read(new LocalStorage(), video.toString(), Optional.empty())
                .videos()
                .get(0)
                .frames()
                .size();
    Files.writeString(
        data.resolve("Fixations/v.json"),
        "[" + String.join(",", Collections.nCopies(count, "[[1,2]]")) + "]");

    assertThat(
            Inspector.inspect(
                    new LocalStorage(), data.toString(), Optional.empty(), 3, new ContactSheet("t"))
                .problems())
        .filteredOn(problem -> problem.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .contains("v.json have " + count + " frames")
                    .endsWith(": give the list of this video"));
  }

  @Test
  void framesOfAnotherSizeAndEmptyFixationsAreNamed() throws IOException {
    ImageIO.write(grey(32, 18), "png", file("video001/frames/0003.png").toFile());
    ImageIO.write(
        new BufferedImage(64, 36, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        file("video002/fixations/0001.png").toFile());

    assertThat(messages(Severity.ERROR))
        .containsExactly("frame 0003 is 32x18, but the first frame is 64x36");
    assertThat(messages(Severity.WARNING))
        .containsExactly("1 of 3 frames that were read have no fixations");
  }

  @Test
  void fixationsWithSwappedCoordinatesAreNoticed() throws IOException {
    Size size = new Size(64, 64);
    Random random = new Random(2);
    for (String kind : List.of("images", "maps", "fixation")) {
      Files.createDirectories(own.resolve("swapped/clip").resolve(kind));
    }
    for (int i = 1; i <= 3; i++) {
      int[] rows = random.ints(6, 2, 14).toArray();
      int[] columns = random.ints(6, 44, 60).toArray();
      SaliencyMap map = GaussianBlur.of(new Fixations(size, rows, columns), 3);
      double[] marks = new double[size.pixels()];
      for (int j = 0; j < rows.length; j++) {
        marks[columns[j] * 64 + rows[j]] = 1;
      }
      Path clip = own.resolve("swapped/clip");
      ImageIO.write(grey(64, 64), "png", clip.resolve("images/" + i + ".png").toFile());
      double peak = Arrays.stream(map.values()).max().orElseThrow();
      double[] scaled = Arrays.stream(map.values()).map(v -> v / peak).toArray();
      Files.write(
          clip.resolve("maps/" + i + ".png"),
          MapFile.write(new SaliencyMap(size, scaled), MapDepth.EIGHT_BITS));
      Files.write(
          clip.resolve("fixation/" + i + ".png"),
          MapFile.write(new SaliencyMap(size, marks), MapDepth.EIGHT_BITS));
    }

    Inspection inspection =
        Inspector.inspect(
            new LocalStorage(),
            own.resolve("swapped").toString(),
            Optional.empty(),
            3,
            new ContactSheet("test"));

    assertThat(inspection.problems())
        .extracting(Inspection.Problem::message)
        .containsExactly("rows and columns of its fixations look swapped: expected [row, column]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.03, 0.1})
  void theBlurWidthIsEstimated(double share) {
    Size size = new Size(320, 180);
    Random random = new Random(3);
    Fixations fixations = Fixations.ofPixels(size, random.ints(30, 0, size.pixels()).toArray());

    BlurWidth width = BlurWidth.of(GaussianBlur.of(fixations, share * 320), fixations);

    assertThat(width.sigma()).isCloseTo(share, within(0.06 * share));
    assertThat(width.correlation()).isGreaterThan(0.98);
  }
}
