package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script {@code saliency} does by itself, with a Maven and a JDK that only pretend. */
class LauncherScriptTest {

  private static final String JAR = "spark-jobs/target/saliency-spark.jar";
  private static final String ARCHIVE = "spark-jobs/target/spark.jsa";

  /** Writes the end of a zip file as the job jar, and a line for each build. */
  private static final String BUILD =
      """
      echo build >> builds.txt
      mkdir -p spark-jobs/target
      sleep 0.5
      printf 'PK\\005\\006%18s' '' > spark-jobs/target/saliency-spark.jar
      echo /dev/null > spark-jobs/target/spark.classpath
      echo 0 > spark-jobs/target/spark.jsa.size
      """;

  @TempDir Path folder;
  private Path project;

  @BeforeEach
  void makeProject() throws IOException {
    project = makeProject("project");
    script(folder.resolve("jdk/bin/java"), "echo started");
    script(folder.resolve("jdk/bin/javac"), "");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
  }

  private Path makeProject(String name) throws IOException {
    Path made = folder.resolve(name);
    for (String part : List.of("conf", "model-training/src/main", "spark-jobs/src/main")) {
      Files.createDirectories(made.resolve(part));
    }
    for (String file :
        List.of("pom.xml", "model-training/pom.xml", "spark-jobs/pom.xml", "conf/reference.conf")) {
      Files.writeString(made.resolve(file), "");
    }
    Files.copy(Path.of("..", "saliency"), made.resolve("saliency"));
    script(made.resolve("mvnw"), BUILD);
    return made;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Process start(String log, String... arguments) throws IOException {
    return start(log, Map.of(), arguments);
  }

  private Process start(String log, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(project.resolve("saliency").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(log).toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().remove("SPARK_HOME");
    builder.environment().remove("HOME");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private List<String> log(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name));
  }

  private void assertFails(String part) throws Exception {
    assertThat(exitCode(start("log"))).isEqualTo(2);
    assertThat(log("log"))
        .singleElement()
        .asString()
        .startsWith("saliency: cannot ")
        .contains(part);
  }

  @Test
  void aWholeJarIsBuiltOnceAndAHalfWrittenOneAgain() throws Exception {
    assertThat(exitCode(start("first"))).isZero();
    assertThat(exitCode(start("second"))).isZero();
    assertThat(project.resolve("builds.txt")).hasContent("build");
    assertThat(log("second")).containsExactly("started");

    Files.writeString(project.resolve(JAR), "PK, and the rest is missing");
    assertThat(exitCode(start("third"))).isZero();
    assertThat(project.resolve("builds.txt")).hasContent("build\nbuild");
  }

  @Test
  void aBuildThatEndedBeforeItsLastFileIsRepeated() throws Exception {
    assertThat(exitCode(start("first"))).isZero();
    Files.delete(project.resolve(ARCHIVE + ".size"));

    assertThat(exitCode(start("second"))).isZero();
    assertThat(project.resolve("builds.txt")).hasContent("build\nbuild");
  }

  @Test
  void aWholeClassArchiveIsReadAndATruncatedOneIsNot() throws Exception {
    assertThat(exitCode(start("build"))).isZero();
    script(folder.resolve("jdk/bin/java"), "echo \"$@\"");
    Path archive = project.resolve(ARCHIVE);
    Files.writeString(archive, "classes");
    String option = "-XX:SharedArchiveFile=" + archive.toRealPath();
    Files.writeString(project.resolve(ARCHIVE + ".size"), "7");
    assertThat(exitCode(start("whole"))).isZero();
    Files.writeString(archive, "class");
    assertThat(exitCode(start("truncated"))).isZero();

    assertThat(log("whole")).singleElement().asString().contains(option);
    assertThat(log("truncated")).singleElement().asString().doesNotContain(option);
  }

  @Test
  void noClassArchiveIsReadFromAFolderWithAColon() throws Exception {
    project = makeProject("a:b");
    assertThat(exitCode(start("build"))).isZero();
    script(folder.resolve("jdk/bin/java"), "echo \"$@\"");
    Files.writeString(project.resolve(ARCHIVE), "classes");
    Files.writeString(project.resolve(ARCHIVE + ".size"), "7");

    assertThat(exitCode(start("log"))).isZero();
    assertThat(log("log")).singleElement().asString().doesNotContain("SharedArchiveFile");
  }

  @Test
  void theJarIsSentWhereTheRunMayBeOnACluster() throws Exception {
    assertThat(exitCode(start("build"))).isZero();
    script(folder.resolve("jdk/bin/java"), "echo \"$@\"");
    String jar = " " + project.toRealPath().resolve(JAR) + " status";
    assertThat(exitCode(start("embedded", "status"))).isZero();
    assertThat(log("embedded")).singleElement().asString().endsWith(" spark-internal status");

    for (Map<String, String> environment :
        List.of(Map.of("MASTER", "spark://a:7077"), Map.of("SPARK_CONF_DIR", "/etc/spark"))) {
      assertThat(exitCode(start("cluster", environment, "status"))).isZero();
      assertThat(log("cluster")).singleElement().asString().endsWith(jar);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "macOS has no flock")
  void ofTwoAtOnceOneBuildsAndTheOtherWaits() throws Exception {
    Process first = start("first");
    Process second = start("second");

    assertThat(exitCode(first)).isZero();
    assertThat(exitCode(second)).isZero();
    assertThat(project.resolve("builds.txt")).hasContent("build");
    assertThat(log("first")).last().isEqualTo("started");
    assertThat(log("second")).last().isEqualTo("started");
  }

  @Test
  void aBuildThatIsStoppedEndsMavenAndSaysSoInOneLine() throws Exception {
    script(
        project.resolve("mvnw"),
        "sleep 60 &\necho $! > child.pid\necho $$ > maven.pid\nexec sleep 60");
    Process launcher = start("log");
    Path pid = project.resolve("maven.pid");
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.sleep(20);
    }

    launcher.destroy();

    assertThat(exitCode(launcher)).isEqualTo(1);
    assertThat(log("log")).last().asString().contains("stopped by a signal while building");
    assertThat(process(pid).filter(ProcessHandle::isAlive)).isEmpty();
    Optional<ProcessHandle> child = process(project.resolve("child.pid"));
    if (child.isPresent()) {
      child.get().onExit().get(20, TimeUnit.SECONDS);
    }
  }

  private static Optional<ProcessHandle> process(Path pid) throws IOException {
    return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
  }

  @Test
  void aJavaWithoutCompilerIsReported() throws Exception {
    Files.delete(folder.resolve("jdk/bin/javac"));

    assertFails("no javac");
  }

  @Test
  void aFolderFromWhichSparkCannotReadJarsIsReported() throws Exception {
    project = makeProject("a#b");

    assertFails(project.toRealPath().toString());
    assertThat(project.resolve("builds.txt")).doesNotExist();
  }

  @Test
  void aProjectThatCannotBeWrittenIsReported() throws Exception {
    Files.writeString(project.resolve("target"), "in place of the folder");

    assertFails("cannot be written");
  }

  @ParameterizedTest
  @CsvSource({
    "--conf novalue, invalid --conf 'novalue'",
    "--conf=novalue, invalid --conf 'novalue'",
    "--properties-file missing.conf, properties file 'missing.conf' cannot be read",
    "--master nonsense, invalid --master 'nonsense'",
    "--conf spark.master=nonsense, invalid --conf spark.master 'nonsense'",
    "--master=yarn, needs a Spark installation",
    "--master k8s://h:1, needs a Spark installation",
    "'--master local-cluster[1,1,1024]', needs a Spark installation",
  })
  void optionsThatSparkDoesNotTakeAreReportedInOneLine(String options, String part)
      throws Exception {
    makeJar();

    assertThat(exitCode(start("log", options.split(" ")))).isEqualTo(2);
    assertThat(log("log")).singleElement().asString().startsWith("saliency: ").contains(part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"spark.master  nonsense", " spark.master=nonsense\r", "spark.master: nonsense"})
  void aMasterInAPropertiesFileIsChecked(String line) throws Exception {
    makeJar();
    Path file = project.resolve("spark.conf");
    Files.writeString(file, "# for a cluster\n" + line + "\nspark.executor.cores 1\n");

    assertThat(exitCode(start("log", "--properties-file", file.toString()))).isEqualTo(2);
    assertThat(log("log"))
        .singleElement()
        .asString()
        .startsWith("saliency: invalid spark.master in " + file + " 'nonsense': expected local[N]");
  }

  @ParameterizedTest
  @CsvSource({
    "SPARK_HOME, /none, no Spark at SPARK_HOME=/none",
    "SALIENCY_JAVA_OPTIONS, -Xmx1g -Djava.io.tmpdir=/none, temporary folder /none cannot be written",
  })
  void foldersThatDoNotExistAreReportedInOneLine(String variable, String value, String part)
      throws Exception {
    makeJar();

    assertThat(exitCode(start("log", Map.of(variable, value), "status"))).isEqualTo(2);
    assertThat(log("log")).singleElement().asString().startsWith("saliency: ").contains(part);
  }

  private void makeJar() throws Exception {
    assertThat(exitCode(start("build", "status"))).isZero();
  }
}
