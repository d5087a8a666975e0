package org.saliency.spark.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in headless Chromium. Skipped unless Chromium is installed. */
class ReportPageIT {

  private static final String HOSTILE = "<script>document.title='x'</script>&amp;";
  private static final int SHIFT = 8;

  private static final SyntheticReport REPORT =
      new SyntheticReport(
          List.of("v00", "v01", "v02", "v03", "v04", "v05", HOSTILE),
          List.of("ours", "<b>other</b></script>", "center prior"),
          40,
          5);

  @TempDir private static Path folder;
  private static Path file;
  private static Chromium chromium;
  private static BrowserPage page;

  @BeforeAll
  static void open() throws IOException {
    chromium = Chromium.start(folder);
    file = folder.resolve("report.html");
    Files.writeString(file, ReportPage.of(REPORT.in(folder)));
    page = chromium.page();
  }

  @AfterAll
  static void close() throws IOException {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void reload() {
    page.screen(1280, 900, false);
    page.open(file, "");
  }

  private static String text(String selector) {
    return page.run("document.querySelector('" + selector + "').textContent").asText();
  }

  private static int count(String selector) {
    return page.run("document.querySelectorAll('" + selector + "').length").asInt();
  }

  private static void choose(String id, String value) {
    page.run(
        "(() => { const s = document.getElementById('%s'); s.value = '%s'; s.dispatchEvent(new Event('change')); })()"
            .formatted(id, value));
  }

  private static void drag(String id, int value) {
    page.run(
        "(() => { const s = document.getElementById('%s'); s.value = %d; s.dispatchEvent(new Event('input')); })()"
            .formatted(id, value));
  }

  private static int frame() {
    return page.run("Number(document.getElementById('frame-slider').value)").asInt();
  }

  /** Waits until the pictures of a frame are drawn. */
  private static void awaitPictures(int frame) {
    page.await("document.getElementById('panels').dataset.frame === '" + frame + "'");
  }

  /** The colour of a pixel of a panel, by its place in shares of width and height. */
  private static List<Integer> pixel(int panel, double right, double down) {
    JsonNode rgb =
        page.run(
            ("(() => { const c = document.querySelectorAll('#panels canvas')[%d]; return"
                    + " [...c.getContext('2d').getImageData(%s * c.width, %s * c.height, 1, 1).data];"
                    + " })()")
                .formatted(panel, right, down));
    return List.of(rgb.get(0).asInt(), rgb.get(1).asInt(), rgb.get(2).asInt());
  }

  @Test
  void methodsAreRankedWithIntervalsAndPlaces() {
    List<String> rows = new ArrayList<>();
    page.run(
            "[...document.querySelectorAll('#results table')[0].tBodies[0].rows].map(r =>"
                + " r.textContent)")
        .forEach(row -> rows.add(row.asText()));
    assertThat(rows.get(0)).startsWith("ours1").contains("best", " to ").endsWith("1.00");
    assertThat(rows.get(1)).startsWith("<b>other</b></script>2");
    assertThat(rows.get(2)).startsWith("center prior (floor)3");
    assertThat(text("#mean-intervals h3")).isEqualTo("CC: mean and 95 % interval");
    assertThat(count("#mean-intervals .range")).isEqualTo(3);
    choose("metric-choice", "kld");
    assertThat(text("#mean-intervals h3")).startsWith("KLD");
    assertThat(text("#paired-differences h3"))
        .isEqualTo("KLD: paired differences, lower is better");
  }

  @Test
  void pairsShowWinsTiesAndDifferences() {
    assertThat(text("#win-matrix tbody tr:nth-child(1) td:nth-child(3)")).startsWith("7–0–0 *");
    assertThat(text("#win-matrix tbody tr:nth-child(2) td:nth-child(4)")).startsWith("3–4–0");
    assertThat(text("#paired-differences tbody tr:nth-child(1)"))
        .startsWith("ours − <b>other</b></script>")
        .contains("shown", "7 of 7");
    assertThat(count("#paired-differences .zero")).isEqualTo(3);
  }

  @Test
  void pointerAndKeysMoveThroughTheFramesOfAVideo() {
    page.open(file, "#video=v00&frame=0");
    awaitPictures(0);
    page.point("#curves .u-over", 0.5, 0.5, false);
    page.await("Number(document.getElementById('frame-slider').value) > 15");
    assertThat(frame()).isBetween(18, 21);
    awaitPictures(20);
    page.run("document.getElementById('explorer').focus()");
    drag("frame-slider", 20);
    page.press("ArrowRight", 0);
    assertThat(frame()).isEqualTo(21);
    assertThat(text("#picture-note")).contains("frame 20", "nearest embedded to frame 21");
    page.press("ArrowRight", SHIFT);
    assertThat(frame()).isEqualTo(31);
    page.press("ArrowLeft", SHIFT);
    page.press("ArrowLeft", 0);
    assertThat(frame()).isEqualTo(20);
    page.press("End", 0);
    assertThat(frame()).isEqualTo(39);
    awaitPictures(39);
    double shown =
        page.run("Number(document.querySelector('#frame-values td:nth-child(4)').textContent)")
            .asDouble();
    assertThat(shown).isCloseTo(REPORT.quality(0, 0, 39), within(0.0006));
    page.press("Home", 0);
    assertThat(frame()).isZero();
    page.press("n", 0);
    assertThat(text("#frame-values caption")).contains("v01");
    page.press("p", 0);
    assertThat(text("#frame-values caption")).contains("v00");
    page.await("location.hash === '#video=v00&frame=0'");
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void anAddressOpensAFrame() {
    page.open(file, "#video=v03&frame=25");
    awaitPictures(25);
    assertThat(text("#frame-choice output")).isEqualTo("frame 25 of 0–39");
    assertThat(page.run("document.getElementById('video-choice').value").asText()).isEqualTo("4");
    page.run(
        "location.hash = '#video=" + "' + encodeURIComponent(`" + HOSTILE + "`) + '&frame=999'");
    page.await("document.getElementById('frame-slider').value === '39'");
    assertThat(text("#frame-values caption")).isEqualTo("Values of frame 39 of " + HOSTILE);
    page.run("location.hash = '#video=none&frame=2'");
    assertThat(frame()).isEqualTo(39);
    assertThat(page.run("document.title").asText()).startsWith("Video saliency: ours");
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void mapsLieOverTheFrameAboveAThreshold() {
    awaitPictures(0);
    assertThat(count("#panels figure:not([hidden])")).isEqualTo(5);
    // the truth's maximum is at 0.2 of the width; inferno ends in (252, 255, 164)
    List<Integer> photo = pixel(0, 0.26, 0.5);
    List<Integer> heat = pixel(2, 0.26, 0.5);
    assertThat((double) heat.get(0)).isCloseTo((252 + photo.get(0)) / 2.0, within(14.0));
    assertThat((double) heat.get(2)).isCloseTo((164 + photo.get(2)) / 2.0, within(22.0));
    assertThat(pixel(2, 0.9, 0.5).get(0)).isLessThan(pixel(0, 0.9, 0.5).get(0) - 20);
    drag("threshold", 60);
    page.await(
        "(() => { const [a, b] = [0, 2].map(i => document.querySelectorAll('#panels"
            + " canvas')[i].getContext('2d').getImageData(260, 80, 1, 1).data[0]); return"
            + " Math.abs(a - b) < 3; })()");
    assertThat(pixel(2, 0.26, 0.5)).isEqualTo(heat);
    drag("strength", 100);
    page.await(
        "document.querySelectorAll('#panels canvas')[2].getContext('2d').getImageData(75, 81, 1,"
            + " 1).data[0] > 235");
    page.run("document.querySelectorAll('#method-key input')[1].click()");
    page.await("document.querySelectorAll('#panels figure:not([hidden])').length === 4");
    assertThat(count("#frame-values tbody tr")).isEqualTo(2);
  }

  @Test
  void clipsAndVideosPlay() {
    awaitPictures(0);
    page.run("document.getElementById('play').click()");
    page.await("Number(document.getElementById('frame-slider').value) >= 2");
    page.run("document.getElementById('play').click()");
    assertThat(text("#play")).isEqualTo("Play");
    choose("clip-choice", "0");
    assertThat(frame()).isZero();
    page.run("document.getElementById('explorer').focus()");
    page.press(" ", 0);
    assertThat(text("#play")).isEqualTo("Pause");
    page.await("document.getElementById('panels').dataset.frame === '11'");
    page.await("document.getElementById('panels').dataset.frame === '1'");
    page.press(" ", 0);
    assertThat(text("#play")).isEqualTo("Play");
  }

  @Test
  void worstBestAndDisputedFramesAreListedAndOpen() {
    page.run("document.getElementById('extremes').scrollIntoView()");
    page.await("document.querySelectorAll('#extreme-list canvas').length === 14");
    assertThat(text("#extreme-list li:nth-child(1) a")).isEqualTo("v00, frame 39");
    choose("extreme-kind", "best");
    assertThat(text("#extreme-list li:nth-child(1) a")).isEqualTo(HOSTILE + ", frame 0");
    choose("extreme-kind", "disagree");
    page.await("document.querySelectorAll('#extreme-list canvas').length === 21");
    assertThat(text("#extreme-list li:nth-child(1)")).contains("v05", "ours", "center prior");
    page.point("#extreme-list li:nth-child(1) a", 0.5, 0.5, true);
    page.await("document.getElementById('video-choice').value === '6'"); // v05
  }

  @Test
  void distributionsAndMeanMapsAreDrawn() {
    page.open(file, "#video=v02");
    page.run("document.getElementById('distribution').scrollIntoView()");
    page.await("document.querySelector('#quantiles td')");
    assertThat(text("#quantiles tbody tr td:nth-child(2)")).isEqualTo("280");
    page.run(
        "(() => { const s = document.querySelector('#histogram-tools select'); s.value = 'one';"
            + " s.dispatchEvent(new Event('change')); })()");
    assertThat(text("#quantiles tbody tr td:nth-child(2)")).isEqualTo("40");
    page.run("document.getElementById('mean').scrollIntoView()");
    page.await("document.querySelectorAll('#mean-maps canvas').length === 4");
    page.run("window.dispatchEvent(new Event('beforeprint'))");
    page.await("document.querySelectorAll('#extreme-list canvas').length === 14");
    page.point("#video-chart .u-over", 0.02, 0.5, true);
    page.await("document.getElementById('video-choice').value === '0'"); // the best
  }

  @Test
  void theTableOfVideosIsSortedAndFiltered() {
    page.run("document.querySelectorAll('#video-table button.sort')[3].click()"); // NSS
    assertThat(text("#video-table tbody tr th")).isEqualTo("v01");
    page.run("document.querySelectorAll('#video-table button.sort')[3].click()");
    assertThat(text("#video-table tbody tr th")).isEqualTo(HOSTILE);
    assertThat(count("#video-table th[aria-sort=descending]")).isEqualTo(1);
    page.run(
        "(() => { const f = document.getElementById('video-filter'); f.value = 'V03 prior';"
            + " f.dispatchEvent(new Event('input')); })()");
    assertThat(text("#video-tools output")).isEqualTo("1 of 21 rows");
    assertThat(count("#video-table tbody tr:not([hidden])")).isEqualTo(1);
  }

  @Test
  void areasHaveTheirShareOfTheAttention() {
    assertThat(text("#area-table tbody tr")).startsWith("logo <i>v00").contains("10.0 %15.0 %");
    assertThat(count("#area-chart canvas")).isEqualTo(1);
  }

  @Test
  void slicesHaveMeansOverTheirVideos() {
    assertThat(text("#slice-table tbody tr:nth-child(1)")).startsWith("(none)3");
    assertThat(text("#slice-table tbody tr:nth-child(2)")).startsWith("fast <i>4");
  }

  @Test
  void everyChartHasItsFiguresAsCsv() throws IOException {
    page.run(
        "window.saved = []; URL.createObjectURL = (blob) => { blob.text().then((t) =>"
            + " saved.push(t)); return '#'; }");
    page.run("document.querySelectorAll('button.csv').forEach((button) => button.click())");
    int buttons = count("button.csv");
    assertThat(buttons).isEqualTo(8);
    page.await("saved.length === " + buttons);
    List<String> tables = new ArrayList<>();
    page.run("saved").forEach(table -> tables.add(table.asText()));
    assertThat(tables)
        .anySatisfy(
            t -> assertThat(t).startsWith("rank,method,floor,mean_place").contains("center_prior"))
        .anySatisfy(
            t -> assertThat(t).startsWith("metric,method,other,difference").hasLineCount(1 + 15))
        .anySatisfy(t -> assertThat(t).startsWith("video,frame,ours cc").hasLineCount(1 + 40))
        .anySatisfy(t -> assertThat(t).startsWith("from,to,ours").hasLineCount(1 + 30))
        .anySatisfy(t -> assertThat(t).startsWith("video,frame,ours cc").hasLineCount(1 + 7))
        .anySatisfy(t -> assertThat(t).startsWith("area,video,frame").contains(",1,0.2,0.2"))
        .anySatisfy(
            t -> assertThat(t).startsWith("attribute,value,videos").contains("fast <i>,4,ours,cc"))
        .anySatisfy(t -> assertThat(t).startsWith("video,method,frames,nss").hasLineCount(1 + 21));
  }

  @Test
  void aCsvFileIsSavedWithoutARequest() throws IOException {
    Path downloads = folder.resolve("downloads");
    page.call(
        "Page.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
    page.point("[data-csv=leaderboard]", 0.5, 0.5, true);
    long end = System.currentTimeMillis() + 10_000;
    while (!Files.exists(downloads.resolve("leaderboard.csv"))
        && System.currentTimeMillis() < end) {
      Thread.onSpinWait();
    }
    assertThat(Files.readString(downloads.resolve("leaderboard.csv"))).startsWith("rank,method");
    assertThat(page.problems()).isEmpty();
  }

  @Test
  void coloursFollowTheSystemAndTheButton() {
    String paper = "getComputedStyle(document.body).backgroundColor";
    assertThat(page.run(paper).asText()).isEqualTo("rgb(255, 255, 255)");
    page.run("document.getElementById('theme').click()");
    assertThat(page.run(paper).asText()).isEqualTo("rgb(20, 24, 31)");
    page.screen(1280, 900, true);
    page.open(file, "");
    assertThat(page.run(paper).asText()).isEqualTo("rgb(20, 24, 31)");
    page.run("document.getElementById('theme').click()");
    assertThat(page.run(paper).asText()).isEqualTo("rgb(255, 255, 255)");
  }

  @Test
  void everythingIsDrawnBeforePrinting() {
    page.run("window.dispatchEvent(new Event('beforeprint'))");
    page.await("document.querySelectorAll('#extreme-list canvas').length === 14");
    page.await("document.querySelectorAll('#mean-maps canvas').length === 4");
    page.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
    assertThat(page.run("getComputedStyle(document.querySelector('nav')).display").asText())
        .isEqualTo("none");
    page.call("Emulation.setEmulatedMedia", Map.of("media", ""));
  }

  @ParameterizedTest
  @CsvSource({"1280, 900, false", "1280, 900, true", "390, 844, false", "390, 844, true"})
  void thePageIsAccessibleAndFitsTheScreen(int width, int height, boolean isDark)
      throws IOException {
    page.screen(width, height, isDark);
    page.open(file, "");
    awaitPictures(0);
    page.run("window.dispatchEvent(new Event('beforeprint'))");
    page.await("document.querySelectorAll('#extreme-list canvas').length === 14");
    assertThat(page.run("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
    try (InputStream axe = ReportPageIT.class.getResourceAsStream("/axe-core/axe.min.js")) {
      page.run(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + "; 0");
    }
    JsonNode violations =
        page.run(
            "axe.run().then((r) => r.violations.filter((v) => ['serious',"
                + " 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.slice(0,"
                + " 3).map((n) => n.html + ' ' + n.failureSummary).join('; ')))");
    assertThat(violations).isEmpty();
    assertThat(page.problems()).isEmpty();
    String shots = System.getProperty("report.screenshots");
    if (shots != null) {
      page.screenshot(Path.of(shots).resolve(width + (isDark ? "-dark" : "-light") + ".png"), true);
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, 900, false", "390, 844, true"})
  void floorsAndCeilingsAreMarkedAmongThreeMethods(int width, int height, boolean isDark)
      throws IOException {
    SyntheticReport five =
        new SyntheticReport(
            List.of("v0", "v1", "v2", "v3", "v4", "v5"),
            List.of("ours", "other", "center prior", SyntheticReport.CEILING, "third"),
            20,
            5);
    Path own = folder.resolve("five.html");
    Files.writeString(own, ReportPage.of(five.in(folder.resolve("five" + width))));
    page.screen(width, height, isDark);
    page.open(own, "");
    awaitPictures(0);
    assertThat(text("#results tbody")).contains("center prior (floor)", "viewers (ceiling)");
    assertThat(text("#mean-intervals tbody")).contains("prior (floor)", "viewers (ceiling)");
    assertThat(text("#win-matrix thead")).contains("prior (floor)", "viewers (ceiling)");
    assertThat(count("#results .best")).isEqualTo(5); // of ours
    assertThat(text("#method-key")).contains("viewers (ceiling)").doesNotContain("third (");
    choose("slice-choice", "1");
    assertThat(text("#slice-table tbody tr:nth-child(1)")).startsWith("0 to 12");
    assertThat(text("#slice-table tbody tr:nth-child(3)")).startsWith("4 to 52");
    assertThat(page.run("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
    assertThat(page.problems()).isEmpty();
    String shots = System.getProperty("report.screenshots");
    if (shots != null) {
      page.run("window.dispatchEvent(new Event('beforeprint'))");
      page.screenshot(Path.of(shots).resolve("five-" + width + ".png"), true);
    }
  }

  @Test
  void twentyVideosOfFiveHundredFramesOpenQuickly() throws IOException {
    SyntheticReport large =
        new SyntheticReport(
            IntStream.range(0, 20).mapToObj(i -> "video" + i).toList(),
            List.of("a", "b", "center prior", "d"),
            500,
            10);
    Path own = folder.resolve("large.html");
    Files.writeString(own, ReportPage.of(large.in(Files.createDirectory(folder.resolve("large")))));
    assertThat(Files.size(own)).isBetween(5_000_000L, 30_000_000L);
    long milliseconds = page.open(own, "#video=video7&frame=333");
    System.out.printf("page of %,d bytes opened in %d ms%n", Files.size(own), milliseconds);
    assertThat(milliseconds).isLessThan(8000); // about 1 s; tests share the machine
    awaitPictures(330);
    assertThat(page.problems()).isEmpty();
  }
}
