package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging of the driver under a {@code spark-submit} without a configuration of Log4j. */
class QuietLoggingTest {

  private static final Path OWN = Path.of("..", "conf", "log4j2.properties").toAbsolutePath();
  private static final String SPARK = "/org/apache/spark/log4j2-defaults.properties";

  /** Of the class loader, and the default one. */
  private final LoggerContext ours = (LoggerContext) LogManager.getContext(false);

  private final LoggerContext common = (LoggerContext) LogManager.getContext(true);
  private final Map<LoggerContext, URI> before = new LinkedHashMap<>();

  @BeforeEach
  void keep() {
    before.put(ours, ours.getConfigLocation());
    before.put(common, common.getConfigLocation());
  }

  @AfterEach
  void restore() {
    before.forEach(LoggerContext::setConfigLocation);
  }

  private static String location(LoggerContext context) {
    return context.getConfiguration().getConfigurationSource().getLocation();
  }

  @Test
  void sparkKeepsTheConfigurationOfTheLauncher() throws Exception {
    ours.setConfigLocation(getClass().getResource(SPARK).toURI()); // by spark-submit
    if (common != ours) {
      common.setConfiguration(new DefaultConfiguration());
    }

    Logging.quieten(OWN.normalize().toUri());

    assertThat(location(ours)).endsWith("conf/log4j2.properties");
    assertThat(location(common)).endsWith("conf/log4j2.properties");
    assertThat(org.apache.spark.internal.Logging$.MODULE$.islog4j2DefaultConfigured()).isFalse();
  }

  @Test
  void aConfigurationOfTheUserIsLeftAlone() {
    String user = location(ours);
    if (common != ours) {
      common.setConfigLocation(ours.getConfigLocation());
    }

    Logging.quieten(OWN.normalize().toUri());

    assertThat(location(ours)).isEqualTo(user);
  }
}
