package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.SparkConf$;
import org.apache.spark.internal.Logging$;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Logging of the driver under a {@code spark-submit} without a configuration of Log4j. */
class QuietLoggingTest {

  private static final URI OWN =
      Path.of("..", "conf", "log4j2.properties").toAbsolutePath().normalize().toUri();
  private static final String SPARK = "/org/apache/spark/log4j2-defaults.properties";

  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final URI before = context.getConfigLocation();

  @AfterEach
  void restore() {
    Logging$.MODULE$.org$apache$spark$internal$Logging$$defaultSparkLog4jConfig_$eq(false);
    context.setConfigLocation(before);
  }

  private String location() {
    return context.getConfiguration().getConfigurationSource().getLocation();
  }

  /** As spark-submit does in client mode before it runs the main class. */
  private void submit() throws Exception {
    context.setConfigLocation(getClass().getResource(SPARK).toURI());
    Logging$.MODULE$.org$apache$spark$internal$Logging$$defaultSparkLog4jConfig_$eq(true);
    Logging$.MODULE$.uninitialize();
  }

  private static void logsFirstLine() {
    SparkConf$.MODULE$.initializeLogIfNecessary(false, true);
  }

  @Test
  void sparkKeepsTheConfigurationOfTheLauncher() throws Exception {
    submit();

    Logging.quieten(OWN);
    logsFirstLine();

    assertThat(location()).endsWith("conf/log4j2.properties");
  }

  @Test
  void aConfigurationOfTheUserIsLeftAlone() {
    String user = location();

    Logging.quieten(OWN);

    assertThat(location()).isEqualTo(user);
  }
}
