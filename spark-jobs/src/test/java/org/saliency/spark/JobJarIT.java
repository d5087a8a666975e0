package org.saliency.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
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
