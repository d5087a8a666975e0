package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The loggers that the launcher's configuration names. */
class LoggingTest {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path OTHER_SOURCES = Path.of("../model-training/src/main/java");

  private static List<String> names() throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of("../conf/log4j2.properties"))) {
      properties.load(reader);
    }
    return properties.stringPropertyNames().stream()
        .filter(key -> key.matches("logger\\..*\\.name"))
        .map(properties::getProperty)
        .filter(name -> name.startsWith("org.saliency."))
        .toList();
  }

  @Test
  void everyNamedClassLogs() throws Exception {
    assertThat(names()).hasSizeGreaterThan(5);
    for (String name : names()) {
      String path = name.replace('.', '/');
      if (Files.isDirectory(SOURCES.resolve(path))
          || Files.isDirectory(OTHER_SOURCES.resolve(path))) {
        continue; // a package
      }
      Class<?> type = Class.forName(name, false, getClass().getClassLoader());
      assertThat(type.getDeclaredFields())
          .as(name)
          .anyMatch(field -> field.getType() == Logger.class);
    }
  }

  @Test
  void warningsOfAnEvaluationAreShown() throws IOException {
    assertThat(names()).contains("org.saliency.spark.evaluate");
  }
}
