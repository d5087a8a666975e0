package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.saliency.settings.Settings;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files in {@code conf} name settings, commands, classes and files that exist. */
class ConfigurationFilesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path CONF = ROOT.resolve("conf");

  private static final Pattern PROPERTY = Pattern.compile("#?(spark\\.[^\\s=]+)\\s+\\S.*");
  private static final Pattern ENVIRONMENT = Pattern.compile("spark\\.executorEnv\\.[A-Z_]+");
  private static final Pattern RESOURCE =
      Pattern.compile(
          "spark\\.(executor|task|driver|worker)\\.resource\\.gpu"
              + "\\.(amount|vendor|discoveryScript)");

  /**
   * Properties of Spark's modules for YARN and Kubernetes, and of connectors, none of which is on
   * the class path: compared by hand with the jars of Spark 4.1.0, of hadoop-azure 3.4.2 and of
   * gcs-connector hadoop3-2.2.26.
   */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          "spark\\.yarn\\.(maxAppAttempts|queue|archive)"
              + "|spark\\.kubernetes\\.container\\.image"
              + "|spark\\.kubernetes\\.authenticate\\.driver\\.serviceAccountName"
              + "|spark\\.kubernetes\\.(driver|executor)\\.volumes\\.persistentVolumeClaim\\.videos"
              + "\\.(options\\.claimName|mount\\.path)"
              + "|spark\\.hadoop\\.fs\\.azure\\.account\\.(auth\\.type|oauth\\.provider\\.type"
              + "|oauth2\\.client\\.(endpoint|id|secret))"
              + "|spark\\.hadoop\\.fs\\.(AbstractFileSystem\\.)?gs\\.impl");

  /** Settings of sinks are the part after a prefix. */
  private static final Pattern SINK =
      Pattern.compile("spark\\.metrics\\.conf\\.driver\\.sink\\.prometheusServlet\\.(class|path)");

  /** Options of spark-submit that have no entry in Spark's registry of properties. */
  private static final Set<String> OF_SUBMIT = Set.of("spark.master", "spark.jars.packages");

  static Stream<Path> propertyFiles() throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("spark-defaults-"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Object yaml(String name) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions()))
        .load(Files.readString(CONF.resolve("kubernetes").resolve(name)));
  }

  @SuppressWarnings("unchecked")
  private static <T> T at(Object object, String... keys) {
    Object found = object;
    for (String key : keys) {
      found = ((Map<String, Object>) found).get(key);
      assertThat(found).as(key).isNotNull();
    }
    return (T) found;
  }

  private static Set<String> s3Settings() throws IllegalAccessException {
    Set<String> names = new LinkedHashSet<>();
    for (Field field : Constants.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof String name) {
        names.add("spark.hadoop." + name);
      }
    }
    return names;
  }

  private static List<String> unknown(Iterable<String> properties) throws IllegalAccessException {
    // Spark registers its properties when these classes are loaded.
    assertThat(org.apache.spark.internal.config.package$.MODULE$.EXECUTOR_CORES()).isNotNull();
    assertThat(org.apache.spark.internal.config.UI$.MODULE$.UI_ENABLED()).isNotNull();
    Set<String> s3 = s3Settings();
    List<String> unknown = new ArrayList<>();
    for (String property : properties) {
      boolean isKnown =
          ConfigEntry.findEntry(property) != null
              || OF_SUBMIT.contains(property)
              || ENVIRONMENT.matcher(property).matches()
              || RESOURCE.matcher(property).matches()
              || SINK.matcher(property).matches()
              || ELSEWHERE.matcher(property).matches()
              || s3.contains(property);
      if (!isKnown) {
        unknown.add(property);
      }
    }
    return unknown;
  }

  @ParameterizedTest
  @MethodSource("propertyFiles")
  void sparkPropertiesExist(Path file) throws Exception {
    List<String> properties = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      var property = PROPERTY.matcher(line);
      if (property.matches()) {
        properties.add(property.group(1));
      } else {
        assertThat(line).as("a comment or a property").matches("(# .*)?");
      }
    }
    assertThat(properties).isNotEmpty();
    assertThat(unknown(properties)).isEmpty();
  }

  @Test
  void findsUnknownProperties() throws Exception {
    assertThat(
            unknown(
                List.of(
                    "spark.executor.memory",
                    "spark.executer.memory",
                    "spark.hadoop.fs.s3a.path.style",
                    "spark.yarn.maxAttempts")))
        .containsExactly(
            "spark.executer.memory", "spark.hadoop.fs.s3a.path.style", "spark.yarn.maxAttempts");
  }

  @Test
  void settingsOfScheduledRunsExist() {
    Settings settings =
        Settings.load(Optional.of(CONF.resolve("scheduled.conf")), Map.<String, String>of());
    assertThat(settings.section("score").values().get("segment-frames")).hasToString("100");
  }

  @Test
  void kubernetesRunsNameACommandAndPropertiesThatExist() throws Exception {
    Object apache = yaml("apache-operator.yaml");
    Object kubeflow = yaml("kubeflow-operator.yaml");
    assertCommand(at(apache, "spec", "mainClass"), at(apache, "spec", "driverArgs"));
    assertCommand(at(kubeflow, "spec", "mainClass"), at(kubeflow, "spec", "arguments"));
    for (Object run : List.of(apache, kubeflow)) {
      Map<String, String> properties = at(run, "spec", "sparkConf");
      assertThat(unknown(properties.keySet())).isEmpty();
      assertThat(properties.values()).as("strings").hasOnlyElementsOfType(String.class);
    }
    String spark = defaultSpark();
    assertThat(at(apache, "spec", "runtimeVersions", "sparkVersion").toString()).isEqualTo(spark);
    assertThat(at(kubeflow, "spec", "sparkVersion").toString()).isEqualTo(spark);
  }

  private static void assertCommand(String mainClass, List<String> arguments) {
    assertThat(mainClass).isEqualTo(Main.class.getName());
    MarkdownPage page =
        MarkdownPage.parse("```\nsaliency-spark.jar " + String.join(" ", arguments) + "\n```\n");
    assertThat(new PageCheck(ROOT).commands(page)).isEmpty();
  }

  @Test
  void podTemplateIsForSparksExecutors() throws Exception {
    Object pod = yaml("executor-pod.yaml");
    assertThat(at(pod, "kind").toString()).isEqualTo("Pod");
    List<Map<String, Object>> containers = at(pod, "spec", "containers");
    assertThat(containers)
        .singleElement()
        .satisfies(one -> assertThat(one.get("name")).isEqualTo("spark-kubernetes-executor"));
    List<Map<String, Object>> mounts = at(containers.get(0), "volumeMounts");
    List<Map<String, Object>> volumes = at(pod, "spec", "volumes");
    assertThat(mounts)
        .extracting(mount -> mount.get("name"))
        .containsExactlyElementsOf(volumes.stream().map(volume -> volume.get("name")).toList());
  }

  @Test
  void containerRecipeCopiesFilesAndRunsCommandsThatExist() throws Exception {
    String recipe = Files.readString(CONF.resolve("kubernetes/Containerfile")).replace("\\\n", " ");
    for (String line : recipe.lines().filter(line -> line.startsWith("COPY ")).toList()) {
      String[] words = line.split("\\s+");
      for (String source : List.of(words).subList(1, words.length - 1)) {
        assertThat(source.contains("/target/") || Files.exists(ROOT.resolve(source)))
            .as(source)
            .isTrue();
      }
    }
    List<String> commands =
        Pattern.compile("\\$run ([^&]*)").matcher(recipe).results().map(m -> m.group(1)).toList();
    assertThat(commands).hasSize(3);
    MarkdownPage page =
        MarkdownPage.parse(
            "```\nsaliency-spark.jar "
                + String.join("\nx/saliency-spark.jar ", commands)
                + "\n```\n");
    assertThat(new PageCheck(ROOT).commands(page)).isEmpty();
    assertThat(recipe).contains("FROM docker.io/apache/spark:" + defaultSpark() + "-scala2.13");
  }

  /** The version of Spark without a profile. */
  private static String defaultSpark() throws IOException {
    Matcher version =
        Pattern.compile("<spark.version>(.*)</spark.version>")
            .matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  /** Without its last slash, Spark answers with a redirect, which curl does not follow. */
  @Test
  void addressesOfThePrometheusServletEndWithASlash() throws IOException {
    String page =
        Files.readString(Path.of("src/site/markdown/monitoring.md"))
            + Files.readString(CONF.resolve("spark-defaults-prometheus.conf"));
    assertThat(page).containsPattern("4040/metrics/prometheus/");
    assertThat(page).doesNotContainPattern("4040/metrics/prometheus[^/]");
  }

  /** Warnings that are no business of a user of the command line, or have a page of their own. */
  private static final Set<String> HIDDEN =
      Set.of(
          "org.saliency.concurrent.OrderedTasks",
          // of users' own programs, which have a configuration of their own
          "org.saliency.spark.source.FrameSelection",
          // on executors; the driver has those of LiveProgress
          "org.saliency.spark.task.TaskStages",
          // the run goes on, or ends with an error of its own
          "org.saliency.spark.output.AttemptMarks",
          "org.saliency.spark.output.OutputFolder",
          "org.saliency.spark.output.OutputLease",
          "org.saliency.spark.score.TaskPlacement",
          "org.saliency.spark.task.SparkTasks",
          "org.saliency.spark.task.StorageRetries");

  @Test
  void warningsForUsersAreLogged() throws IOException {
    List<String> shown =
        Files.readAllLines(CONF.resolve("log4j2.properties")).stream()
            .filter(line -> line.matches("logger\\.\\w+\\.name = org\\.saliency\\..*"))
            .map(line -> line.replaceFirst(".* = ", ""))
            .toList();
    List<String> missing = new ArrayList<>();
    for (Path sources :
        List.of(Path.of("src/main/java"), Path.of("../model-training/src/main/java"))) {
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
          String name = sources.relativize(file).toString().replace('/', '.').replace(".java", "");
          boolean isKnown =
              HIDDEN.contains(name)
                  || shown.stream().anyMatch(each -> (name + ".").startsWith(each + "."));
          if (!isKnown && Files.readString(file).contains("LOG.warn(")) {
            missing.add(name);
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
