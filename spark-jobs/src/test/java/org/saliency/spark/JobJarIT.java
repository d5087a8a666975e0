package org.saliency.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar for spark-submit: contains what the jobs need and nothing that Spark provides. */
class JobJarIT {

  private static final String MAIN = "org.saliency.spark.cli.Main";

  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(Path.of("target", "saliency-spark.jar").toFile());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org/apache/spark/",
        "org/apache/hadoop/",
        "scala/",
        "com/fasterxml/jackson/",
        "org/slf4j/",
      })
  void classesThatSparkProvidesAreNotInside(String folder) {
    List<String> inside =
        jar.stream().map(ZipEntry::getName).filter(name -> name.startsWith(folder)).toList();
    assertThat(inside).isEmpty();
  }

  @Test
  void mainClassIsTheCommandLine() throws IOException {
    assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS))
        .isEqualTo(MAIN);
    assertThat(jar.getEntry(MAIN.replace('.', '/') + ".class")).isNotNull();
  }

  @Test
  void djlFindsPyTorch() throws IOException {
    assertThat(text("META-INF/services/ai.djl.engine.EngineProvider"))
        .contains("ai.djl.pytorch.engine.PtEngineProvider");
    assertThat(jar.getEntry("ai/djl/pytorch/engine/PtEngineProvider.class")).isNotNull();
  }

  @Test
  void sparkFindsTheVideoSource() throws IOException {
    assertThat(text("META-INF/services/org.apache.spark.sql.sources.DataSourceRegister"))
        .contains("org.saliency.spark.source.VideoSource");
  }

  @Test
  void containsTheDefaultSettings() throws IOException {
    assertThat(text("org/saliency/reference.conf")).contains("score {", "train {");
  }

  @Test
  void containsNoSignaturesOfOtherJars() {
    assertThat(jar.stream().map(ZipEntry::getName))
        .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"));
  }

  @Test
  void namesItsPartsAndTheirLicences() throws IOException {
    assertThat(text("META-INF/LICENSE")).contains("Apache License", "Version 2.0");
    assertThat(text("META-INF/NOTICE"))
        .startsWith("saliency\n")
        .contains("FFmpeg", "PyTorch", "uPlot");
    assertThat(text("META-INF/THIRD-PARTY.txt"))
        .contains("(MIT) progressbar", "ai.djl:api:", "org.bytedeco:ffmpeg:", "mfl-core");
    JsonNode bill = new ObjectMapper().readTree(text("META-INF/sbom/saliency-spark.cdx.json"));
    assertThat(bill.at("/bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.at("/components").findValuesAsText("name"))
        .contains("pytorch-engine", "ffmpeg", "picocli")
        .doesNotContain("junit-jupiter", "spark-sql_2.13");
  }

  @Test
  void billOfMaterialsAndLicencesListTheSameParts() throws IOException {
    Set<String> licensed =
        matches("\\(([\\w.-]+:[\\w.-]+):[^ ]+ - ", text("META-INF/THIRD-PARTY.txt"));
    Set<String> parts = new TreeSet<>();
    for (JsonNode part :
        new ObjectMapper()
            .readTree(text("META-INF/sbom/saliency-spark.cdx.json"))
            .get("components")) {
      parts.add(part.get("group").asText() + ":" + part.get("name").asText());
    }
    assertThat(parts).hasSizeGreaterThan(20).isEqualTo(licensed);
  }

  @Test
  void noticeNamesTheLicenceAndTheLibrariesOfThisFfmpeg() throws IOException {
    String notice = text("META-INF/NOTICE");
    assertThat(avutil.avutil_license().getString()).isEqualTo("LGPL version 3 or later");
    assertThat(notice).contains("GNU Lesser General Public License 3.0 or");
    assertThat(text("META-INF/licenses/LGPL-3.0.txt")).contains("Version 3, 29 June 2007");
    assertThat(text("META-INF/licenses/GPL-3.0.txt")).contains("Version 3, 29 June 2007");
    Set<String> linked = matches("--enable-lib(\\S+)", avutil.avutil_configuration().getString());
    linked.removeAll(Set.of("pulse", "xcb")); // of the system
    assertThat(linked).isNotEmpty().allSatisfy(library -> assertThat(notice).contains(library));
  }

  private static Set<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void hasTheTimesThatTheBuildSets() {
    assertThat(
            jar.stream()
                .filter(entry -> entry.getName().startsWith("org/saliency/"))
                .map(entry -> entry.getTimeLocal().toLocalDate())
                .distinct())
        .containsExactly(LocalDate.of(2026, 11, 1));
  }

  private String text(String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    assertThat(entry).as(name).isNotNull();
    return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
  }
}
