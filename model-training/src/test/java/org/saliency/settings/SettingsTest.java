package org.saliency.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.frame.Size;

class SettingsTest {

  private enum Colour {
    RED,
    DEEP_BLUE
  }

  private enum Format {
    PNG,
    PARQUET
  }

  @TempDir private Path folder;

  private static Settings defaults() {
    return Settings.load(Optional.empty(), Map.of());
  }

  private static Settings with(String key, String value) {
    return Settings.load(Optional.empty(), Map.of(key, value));
  }

  private Settings file(String... lines) throws IOException {
    return Settings.load(Optional.of(write(lines)), Map.of());
  }

  private Path write(String... lines) throws IOException {
    return Files.write(folder.resolve("run.conf"), List.of(lines));
  }

  @Test
  void tellsGivenValuesFromDefaults() throws IOException {
    assertThat(with("train.epochs", "10").section("train").isGiven("epochs")).isTrue();
    assertThat(with("train.epochs", "10").isGiven("train.seed")).isFalse();
    assertThat(file("train { epochs = 3 }").section("train").isGiven("epochs")).isTrue();
  }

  private static void assertUsage(ThrowingCallable loading, String... message) {
    assertThatThrownBy(loading)
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageContainingAll(message)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void defaultsComeFromTheReference() {
    Settings train = defaults().section("train");
    assertThat(train.integer("epochs", 1, 100)).isEqualTo(10);
    assertThat(train.number("learning-rate", 0, 1)).isEqualTo(3e-4);
    assertThat(train.size("input-size")).isEqualTo(new Size(384, 216));
    assertThat(defaults().section("score").integerOrAuto("batch-size", 1, 64)).isEmpty();
  }

  @Test
  void everyDocumentedKeyMayBeSetToItsDefault() {
    Map<String, String> all = new TreeMap<>();
    collect("", defaults().values(), all);
    assertThat(all).hasSizeGreaterThan(25);
    assertThat(Settings.load(Optional.empty(), all).values()).isEqualTo(defaults().values());
  }

  private static void collect(String path, Map<?, ?> keys, Map<String, String> all) {
    keys.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> section) {
            collect(path + key + ".", section, all);
          } else {
            all.put(path + key, String.valueOf(value));
          }
        });
  }

  @Test
  void aFileWinsOverDefaultsAndASingleKeyOverTheFile() throws IOException {
    Path file = write("train {", "  epochs = 3", "  batch-size = 4", "}");
    Settings train = Settings.load(Optional.of(file), Map.of("train.epochs", "5")).section("train");
    assertThat(train.integer("epochs", 1, 100)).isEqualTo(5);
    assertThat(train.integer("batch-size", 1, 100)).isEqualTo(4);
    assertThat(train.integer("batches-per-epoch", 1, 100)).isEqualTo(50);
  }

  @Test
  void theLaterOfTwoNotationsOfAKeyWins() {
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("train.epochs", "3");
    overrides.put("\"train\".epochs", "4");
    assertThat(
            Settings.load(Optional.empty(), overrides).section("train").integer("epochs", 1, 100))
        .isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png,parquet", "png, parquet", "[png, parquet]", "[\"png\",\"parquet\"]"})
  void listsAreWrittenAsTextOrAsLists(String value) {
    assertThat(with("score.formats", value).section("score").choices("formats", Format.class))
        .containsExactly(Format.PNG, Format.PARQUET);
  }

  @Test
  void listsInAFileAreTextOrLists() throws IOException {
    assertThat(
            file("score.formats = \"parquet,png\"")
                .section("score")
                .choices("formats", Format.class))
        .containsExactly(Format.PARQUET, Format.PNG);
    assertThat(file("score.formats = [parquet]").section("score").choices("formats", Format.class))
        .containsExactly(Format.PARQUET);
  }

  @Test
  void duplicatesInAListCountOnce() {
    assertThat(with("score.formats", "png,png").section("score").choices("formats", Format.class))
        .containsExactly(Format.PNG);
  }

  @Test
  void anEmptyListIsAnError() {
    Settings score = with("score.formats", "[]").section("score");
    assertUsage(
        () -> score.choices("formats", Format.class), "score.formats", "'[]'", "png, parquet");
  }

  @Test
  void choicesAreWrittenInKebabCase() {
    assertThat(with("train.device", "deep-blue").section("train").choice("device", Colour.class))
        .isEqualTo(Colour.DEEP_BLUE);
    Settings wrong = with("train.device", "DEEP_BLUE").section("train");
    assertUsage(
        () -> wrong.choice("device", Colour.class),
        "train.device",
        "'DEEP_BLUE'",
        "red, deep-blue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=b",
        "two words",
        "runs/#3",
        "8 # of them",
        "hdfs://node:8020/data//x",
        "C:\\data",
        "it's {odd}, \"really\"",
        "${HOME}",
        "1,train.seed=7",
        "a\nb",
        "null",
        "[unclosed",
        "=",
        "",
      })
  void overridesAreTakenLiterally(String value) {
    Settings settings = with("train.network", value);
    assertThat(settings.section("train").text("network")).isEqualTo(value);
    assertThat(settings.section("train").seed("seed")).isEqualTo(1);
  }

  @Test
  void quotesAreRemoved() {
    assertThat(with("train.network", "\"a # b\"").section("train").text("network"))
        .isEqualTo("a # b");
  }

  @Test
  void numbersStayNumbersForTheManifest() {
    assertThat(with("train.epochs", "7").section("train").values()).containsEntry("epochs", 7);
  }

  @Test
  void anInvalidNumberIsReportedWithItsKeyAndRange() {
    Settings train = with("train.epochs", "many").section("train");
    assertUsage(
        () -> train.integer("epochs", 1, 100),
        "train.epochs",
        "'many'",
        "an integer from 1 to 100");
    Settings fraction = with("train.epochs", "2.5").section("train");
    assertUsage(() -> fraction.integer("epochs", 1, 100), "train.epochs", "'2.5'");
    Settings rate = with("train.learning-rate", "NaN").section("train");
    assertUsage(
        () -> rate.number("learning-rate", 0, 1),
        "train.learning-rate",
        "'NaN'",
        "from 0.0 to 1.0");
    Settings seed = with("train.seed", "0x10").section("train");
    assertUsage(() -> seed.seed("seed"), "train.seed", "'0x10'");
  }

  @Test
  void boundsAreInclusive() {
    assertThat(with("train.epochs", "1").section("train").integer("epochs", 1, 3)).isEqualTo(1);
    assertThat(with("train.epochs", "3").section("train").integer("epochs", 1, 3)).isEqualTo(3);
    Settings low = with("train.epochs", "0").section("train");
    assertUsage(() -> low.integer("epochs", 1, 3), "'0'");
    Settings high = with("train.epochs", "4").section("train");
    assertUsage(() -> high.integer("epochs", 1, 3), "'4'");
  }

  @Test
  void autoIsLeftToTheReader() {
    Settings score = with("score.batch-size", "16").section("score");
    assertThat(score.integerOrAuto("batch-size", 1, 64)).contains(16);
    assertThat(defaults().section("score").integerOrAuto("batch-size", 1, 64)).isEmpty();
    Settings wrong = with("score.batch-size", "automatic").section("score");
    assertUsage(() -> wrong.integerOrAuto("batch-size", 1, 64), "score.batch-size", "'automatic'");
  }

  @Test
  void anInvalidSizeIsReportedWithAnExample() {
    Settings train = with("train.input-size", "384*216").section("train");
    assertUsage(() -> train.size("input-size"), "train.input-size", "'384*216'", "384x216");
  }

  @Test
  void severalValuesForASingleOneAreReported() {
    Settings train = with("train.epochs", "[1, 2]").section("train");
    assertUsage(() -> train.integer("epochs", 1, 100), "train.epochs", "[1,2]", "one value");
  }

  @Test
  void aMissingValueIsReported() throws IOException {
    Settings train = file("train.epochs = null").section("train");
    assertUsage(() -> train.integer("epochs", 1, 100), "train.epochs", "null");
    Settings score = file("score.formats = null").section("score");
    assertUsage(() -> score.choices("formats", Format.class), "score.formats", "null");
  }

  @Test
  void anUnknownKeyIsReportedWithTheClosestOne() {
    assertUsage(
        () -> with("train.epoch", "3"), "'train.epoch'", "'train.epochs'", "conf/reference.conf");
    assertUsage(() -> with("score.batchsize", "3"), "'score.batchsize'", "'score.batch-size'");
  }

  @Test
  void anUnknownKeyInAFileIsReportedWithItsLine() throws IOException {
    Path file = write("train {", "  epochs = 3", "  lerning-rate = 1e-3", "}");
    assertUsage(
        () -> Settings.load(Optional.of(file), Map.of()),
        "'train.lerning-rate'",
        "'train.learning-rate'",
        file.toString(),
        ": 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "a..b", "", "train.", "$x", "train epochs", "train.epochs.more"})
  void anInvalidKeyIsReported(String key) {
    assertUsage(() -> with(key, "5"), "'" + key + "'", "did you mean");
  }

  @Test
  void aValueForASectionIsReported() throws IOException {
    Path file = write("train = 5");
    assertUsage(() -> Settings.load(Optional.of(file), Map.of()), "'train'", file.toString());
  }

  @Test
  void aWrongValueInAFileIsReportedWithItsLine() throws IOException {
    Path file = write("score {", "  batch-size = many", "}");
    assertUsage(
        () ->
            Settings.load(Optional.of(file), Map.of()).section("score").integer("batch-size", 1, 9),
        "score.batch-size 'many' (" + file + ": 2)");
    assertUsage(
        () -> with("score.batch-size", "few").section("score").integer("batch-size", 1, 9),
        "score.batch-size 'few': expected");
  }

  @Test
  void aFolderIsNoFile() {
    assertUsage(() -> Settings.load(Optional.of(folder), Map.of()), folder.toString(), "a folder");
  }

  @Test
  void aMissingFileIsReported() {
    Path file = folder.resolve("none.conf");
    assertUsage(
        () -> Settings.load(Optional.of(file), Map.of()), file.toString(), "does not exist");
  }

  @Test
  void aSyntaxErrorIsReportedWithItsLine() throws IOException {
    Path file = write("train {", "  epochs = 3", "  batch-size = {", "}");
    assertUsage(() -> Settings.load(Optional.of(file), Map.of()), file.toString());
  }

  @Test
  void anUnresolvedReferenceIsReported() throws IOException {
    Path file = write("train.epochs = ${how-many}");
    assertUsage(() -> Settings.load(Optional.of(file), Map.of()), file.toString(), "how-many");
  }

  private static Settings remote(String content) {
    return Settings.load(
        "hdfs://host/a.conf",
        content.getBytes(StandardCharsets.UTF_8),
        Map.of("train.batch-size", "9"));
  }

  @Test
  void theContentOfARemoteFileIsReadAsThatOfALocalOne() {
    Settings train = remote("\uFEFFtrain { epochs = 3, batch-size = 4 }").section("train");

    assertThat(train.integer("epochs", 1, 100)).isEqualTo(3);
    assertThat(train.integer("batch-size", 1, 100)).isEqualTo(9);
  }

  @Test
  void errorsInARemoteFileNameIt() {
    assertUsage(() -> remote("train {"), "hdfs://host/a.conf");
    assertUsage(() -> remote("train.epoch = 3"), "train.epoch", "hdfs://host/a.conf: 1");
    assertUsage(
        () -> remote("include \"b.conf\""), "hdfs://host/a.conf", "includes 'b.conf'", "copy");
  }
}
