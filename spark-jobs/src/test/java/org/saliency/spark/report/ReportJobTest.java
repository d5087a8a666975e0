package org.saliency.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;
import org.saliency.dataset.synthetic.Attraction;
import org.saliency.dataset.synthetic.SyntheticDataset;
import org.saliency.dataset.synthetic.SyntheticSettings;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;
import org.saliency.settings.Settings;
import org.saliency.spark.TestSpark;
import org.saliency.spark.evaluate.EvaluateArguments;
import org.saliency.spark.evaluate.EvaluateJob;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.NamedResults;
import org.saliency.spark.score.ScoredVideos;

class ReportJobTest {

  private static final Pattern PICTURES =
      Pattern.compile("<script type=\"application/json\" id=\"pictures-(\\d+)\">([^<]*)</script>");
  private static final String HOSTILE = "<script>alert('x')&\"y\"";

  @TempDir private static Path shared;
  private static Scored scored;
  private static String comparison;

  @TempDir private Path folder;

  /** A data set and two methods' results on it: maps that equal the truth, and a center prior. */
  private record Scored(Path data, String exact, String centre) {

    static Scored in(Path folder) throws IOException {
      Path data = folder.resolve("data");
      SyntheticSettings settings =
          new SyntheticSettings(2, 3, new Size(400, 200), 7, Attraction.APPEARANCE);
      SyntheticDataset.write(data, settings, () -> {});
      Files.move(data.resolve("video002"), data.resolve(HOSTILE));
      return new Scored(
          data,
          new ScoredVideos(data, folder.resolve("exact")).write(truth -> truth),
          new ScoredVideos(data, folder.resolve("centre")).write(ReportJobTest::centrePrior));
    }

    NamedResults centerPrior() {
      return new NamedResults("center prior", centre);
    }
  }

  @BeforeAll
  static void score() throws IOException {
    scored = Scored.in(shared);
    comparison =
        page(run(shared, scored.exact, Optional.of("ours"), List.of(scored.centerPrior())));
  }

  private static SaliencyMap centrePrior(SaliencyMap truth) {
    Size size = truth.size();
    double[] values = new double[size.pixels()];
    for (int i = 0; i < values.length; i++) {
      double x = (i % size.width() - size.width() / 2.0) / size.width();
      int row = i / size.width();
      double y = (row - size.height() / 2.0) / size.height();
      values[i] = Math.exp(-8 * (x * x + y * y));
    }
    return new SaliencyMap(size, values);
  }

  private ReportJob.Result run(String scores, NamedResults... compared) {
    return run(folder, scores, Optional.empty(), List.of(compared));
  }

  private static ReportJob.Result run(
      Path folder, String scores, Optional<String> name, List<NamedResults> compared) {
    String output = folder.resolve("out/report.html").toString();
    return new ReportJob(TestSpark.session(), new ReportArguments(scores, name, compared, output))
        .run();
  }

  private static String page(ReportJob.Result result) throws IOException {
    return Files.readString(Path.of(result.page()));
  }

  private static JsonNode figures(String page) throws IOException {
    int begin = page.indexOf("id=\"data\">") + "id=\"data\">".length();
    return new ObjectMapper().readTree(page.substring(begin, page.indexOf("</script>", begin)));
  }

  /** The pictures of a video; missing if it has none. */
  private static JsonNode pictures(String page, int video) throws IOException {
    for (MatchResult match : PICTURES.matcher(page).results().toList()) {
      if (match.group(1).equals(String.valueOf(video))) {
        return new ObjectMapper().readTree(match.group(2));
      }
    }
    return MissingNode.getInstance();
  }

  private static BufferedImage image(JsonNode base64) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64.asText())));
  }

  @Test
  void thePageNamesEveryMethodAndVideo() {
    assertThat(comparison)
        .startsWith("<!DOCTYPE html>")
        .contains("<html lang=\"en\">", "Video saliency: ours", "center prior", "video001")
        .contains("NSS", "SIM", "CC", "AUC-Judd", "KLD", "higher is better", "lower is better");
  }

  @Test
  void thePageSaysWhatWasRun() {
    assertThat(comparison)
        .contains("deeplab-resnet18, models/ours.pt, hash 0123456789ab")
        .contains("2025-03-01 10:00:00 UTC", "1 min 12 s", scored.data.toString())
        .contains("0.8 frames/s (6 in 8.0 s)");
  }

  @Test
  void thePageAsksForNothingElse() {
    assertThat(comparison)
        .doesNotContainPattern("(?i)https?:|src=\"(?!data:)|href=\"(?!#)|@import|[:\\s,]url\\(")
        .contains("content=\"default-src 'none'; img-src data:;");
  }

  @Test
  void namesAreEscaped() throws IOException {
    String page = page(run(scored.exact, new NamedResults("a<b>\"c\"", scored.centre)));
    assertThat(page)
        .doesNotContain("<script>alert", "a<b>")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&amp;&quot;y&quot;", "a&lt;b&gt;&quot;c&quot;");
    assertThat(figures(page).at("/methods/1/name").asText()).isEqualTo("a<b>\"c\"");
    assertThat(figures(page).at("/videos").findValuesAsText("name"))
        .containsExactlyInAnyOrder("video001", HOSTILE);
  }

  @Test
  void theBestOfEachMetricIsMarked() {
    String results = comparison.substring(comparison.indexOf("<h2>Results"));
    List<String> rows =
        results.lines().filter(line -> line.startsWith("<tr><th scope=\"row\">")).toList();
    assertThat(rows.get(0)).contains("ours").containsPattern("(<td class=\"best\"[^>]*>.*){5}");
    assertThat(rows.get(1)).contains("center prior").doesNotContain("best");
  }

  @Test
  void aMapThatEqualsTheTruthHasCcOne() throws IOException {
    JsonNode values = figures(comparison).at("/values/cc");
    assertThat(values.at("/0/low").asDouble()).isCloseTo(1, within(1e-6));
    assertThat(values.at("/0/high").asDouble()).isCloseTo(1, within(1e-6));
    assertThat(values.at("/1/high").asDouble()).isLessThan(0.99);
  }

  @Test
  void framesStandBesideTruthAndEveryMethodsMap() throws IOException {
    int video = figures(comparison).at("/videos").findValuesAsText("name").indexOf("video001");
    JsonNode frames = pictures(comparison, video).get("frames");
    assertThat(frames.findValuesAsText("name")).containsExactly("0001", "0002", "0003");
    for (JsonNode frame : frames) {
      assertThat(frame.get("rows")).hasSize(3).allMatch(JsonNode::asBoolean);
      assertThat(frame.get("fixations")).isNotEmpty();
      BufferedImage maps = image(frame.get("maps"));
      assertThat(maps.getWidth()).isEqualTo(96);
      assertThat(maps.getHeight()).isEqualTo(3 * 48);
    }
    assertThat(figures(comparison).at("/meanMaps/frames").asInt()).isEqualTo(6);
  }

  @Test
  void picturesAre288PixelsWideAtMostAndKeepTheirShape() throws IOException {
    for (JsonNode frame : pictures(comparison, 0).get("frames")) {
      BufferedImage photo = image(frame.get("photo"));
      assertThat(photo.getWidth()).isEqualTo(288);
      assertThat(photo.getHeight()).isEqualTo(144);
    }
  }

  @Test
  void framesThatAreGoneAreSaidToBe() throws IOException {
    Scored own = Scored.in(folder);
    FileUtil.fullyDelete(own.data.toFile());
    ReportJob.Result result = run(own.exact, own.centerPrior());
    assertThat(result.notes())
        .anySatisfy(
            note -> assertThat(note).contains("source frames cannot be shown", own.data.toString()))
        .anySatisfy(note -> assertThat(note).contains("ground truth cannot be shown"));
    String page = page(result);
    assertThat(page).contains("The source frames cannot be shown");
    for (JsonNode frame : pictures(page, 0).get("frames")) {
      assertThat(frame.has("photo")).isFalse();
      assertThat(frame.at("/rows/0").asBoolean()).isFalse();
      assertThat(frame.at("/rows/2").asBoolean()).isTrue();
    }
  }

  @Test
  void mapsThatAreGoneAreSaidToBe() throws IOException {
    Scored own = Scored.in(folder);
    FileUtil.fullyDelete(folder.resolve("centre/maps").toFile());
    ReportJob.Result result = run(own.exact, own.centerPrior());
    assertThat(result.notes())
        .singleElement()
        .asString()
        .contains("maps of center prior cannot be shown");
    for (JsonNode frame : pictures(page(result), 0).get("frames")) {
      assertThat(frame.has("photo")).isTrue();
      assertThat(frame.at("/rows/1").asBoolean()).isTrue();
      assertThat(frame.at("/rows/2").asBoolean()).isFalse();
    }
  }

  @Test
  void aDamagedFrameIsLeftOutAndNamed() throws IOException {
    Scored own = Scored.in(folder);
    Path frame = own.data.resolve("video001/frames/0002.png");
    Files.write(frame, Arrays.copyOf(Files.readAllBytes(frame), 200));
    assertThat(run(own.exact).notes())
        .anySatisfy(note -> assertThat(note).contains(frame.toString()));
  }

  @Test
  void mapsThatWereOnlyEvaluatedAreFoundThroughTheirManifest() throws Exception {
    String evaluated = folder.resolve("evaluated").toString();
    EvaluateArguments arguments =
        new EvaluateArguments(
            scored.centre,
            scored.data.toString(),
            Optional.empty(),
            evaluated,
            Settings.load(Optional.empty(), Map.of()).section("evaluate"));
    new EvaluateJob(TestSpark.session(), arguments).run();
    String page = page(run(evaluated, new NamedResults("ours", scored.exact)));
    assertThat(page).contains("Video saliency: evaluated");
    assertThat(figures(page).at("/methods").findValuesAsText("name"))
        .containsExactly("evaluated", "ours");
    for (JsonNode frame : pictures(page, 0).get("frames")) {
      assertThat(frame.has("photo")).isTrue();
      assertThat(frame.get("rows")).hasSize(3).allMatch(JsonNode::asBoolean);
    }
  }

  @Test
  void anIncompleteRunIsShownWithAWarning() throws IOException {
    Path data = scored.data;
    String incomplete =
        new ScoredVideos(data, folder.resolve("part"))
            .status(Manifest.Status.INCOMPLETE)
            .write(truth -> truth);
    ReportJob.Result result = run(incomplete);
    assertThat(result.notes()).singleElement().asString().contains("incomplete");
    assertThat(page(result)).contains("The run of deeplab-resnet18 is incomplete");
  }

  @Test
  void aMethodWithBlankMapsIsComparedOnCommonFramesAndMarked() throws IOException {
    int[] frame = {0};
    String blank =
        new ScoredVideos(scored.data, folder.resolve("blank"))
            .write(
                truth ->
                    frame[0]++ < 2
                        ? new SaliencyMap(truth.size(), new double[truth.size().pixels()])
                        : truth);
    ReportJob.Result result = run(blank, scored.centerPrior());
    assertThat(result.notes())
        .anySatisfy(
            note ->
                assertThat(note).startsWith("deeplab-resnet18: 2 frames with an all-zero map: KLD"))
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("KLD is undefined for some frames (deeplab-resnet18 2 frames):")
                    .endsWith("compared on the 4 frames for which all have a value"));
    assertThat(page(result))
        .contains("KLD is undefined for some frames")
        .contains("Not defined for deeplab-resnet18, and left out of its means: AUC-Judd in 2")
        .contains("<th scope=\"col\" class=\"name\">Undefined</th>", "KLD: 2 frames", "none")
        .doesNotContain("Missing maps");
  }

  private ReportJob.Result withTables(String attributes, String areas) throws IOException {
    Path attributeFile = Files.writeString(folder.resolve("attributes.csv"), attributes);
    Path areaFile = Files.writeString(folder.resolve("areas.csv"), areas);
    ReportArguments arguments =
        new ReportArguments(
            scored.exact,
            Optional.empty(),
            List.of(scored.centerPrior()),
            Optional.of(attributeFile.toString()),
            Optional.of(areaFile.toString()),
            folder.resolve("tables.html").toString());
    return new ReportJob(TestSpark.session(), arguments).run();
  }

  @Test
  void attributesGiveSlicesAndAreasTheirShareOfTheAttention() throws IOException {
    JsonNode figures =
        figures(
            page(
                withTables(
                    "video,motion\nvideo001,fast\n",
                    "video,from,to,name,box\n"
                        + "video001,0,2,all,400x200+0+0\n"
                        + "video001,1,1,left,200x200+0+0\n"
                        + "video001,1,9,right,200x200+200+0\n")));
    assertThat(figures.at("/slices/0/slices").findValuesAsText("value"))
        .containsExactlyInAnyOrder("fast", "(none)");
    JsonNode areas = figures.get("areas");
    assertThat(areas.at("/0/frames")).hasSize(3);
    for (JsonNode row : areas.at("/0/shares")) {
      row.forEach(share -> assertThat(share.asDouble()).isCloseTo(1, within(1e-9)));
    }
    for (int row = 0; row < 3; row++) {
      double left = areas.at("/1/shares/" + row + "/0").asDouble();
      double right = areas.at("/2/shares/" + row + "/0").asDouble();
      assertThat(left + right).isCloseTo(1, within(1e-9));
    }
    assertThat(areas.at("/1/shares/0/0")).isEqualTo(areas.at("/1/shares/1/0"));
    assertThat(areas.at("/1/shares/2/0").asDouble()).isCloseTo(0.5, within(0.01));
  }

  @Test
  void anAreaOutsideTheFrameIsAnError() {
    assertThatThrownBy(
            () ->
                withTables(
                    "video,motion\nvideo001,fast\n",
                    "video,from,to,name,box\nvideo001,0,2,logo,300x100+101+0\n"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Area 'logo' (300x100+101+0) lies outside")
        .hasMessageContaining("400x200");
  }

  @Test
  void withoutANameTheNetworkNamesTheMethod() throws IOException {
    assertThat(page(run(scored.exact))).contains("<h1>Video saliency: deeplab-resnet18</h1>");
  }

  @Test
  void twoMethodsOfOneNameAreAUsageError() {
    assertThatThrownBy(() -> run(scored.exact, new NamedResults("deeplab-resnet18", scored.centre)))
        .isInstanceOfSatisfying(
            UserException.class,
            fault -> assertThat(fault.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageContaining("'deeplab-resnet18'");
  }

  @Test
  void aFolderAsOutputIsAUsageError() {
    ReportArguments arguments =
        new ReportArguments(scored.exact, Optional.empty(), List.of(), folder.toString());
    assertThatThrownBy(() -> new ReportJob(TestSpark.session(), arguments).run())
        .isInstanceOfSatisfying(
            UserException.class,
            fault -> assertThat(fault.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageContaining("is a folder");
  }
}
