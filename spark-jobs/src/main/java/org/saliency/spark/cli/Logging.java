package org.saliency.spark.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.spark.SparkConf$;

/**
 * Logging of the driver. Under a plain {@code spark-submit}, Spark logs hundreds of informative
 * lines, in which a command's own output is lost; the configuration of the launcher replaces that
 * default, but no configuration of the user.
 */
final class Logging {

  private static final String SPARK_DEFAULT = "org/apache/spark/log4j2-defaults.properties";
  private static final String OWN = "/org/saliency/spark/log4j2.properties";

  private Logging() {}

  /** Applies the launcher's configuration unless the user has configured Log4j. */
  static void quieten() {
    URL own = Logging.class.getResource(OWN);
    if (own != null) {
      try {
        quieten(own.toURI());
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static void quieten(URI own) {
    if (LogManager.getContext(false) instanceof LoggerContext context
        && isDefault(context.getConfiguration())) {
      // In client mode, spark-submit makes Spark apply its default once more, with its first line.
      SparkConf$.MODULE$.initializeLogIfNecessary(false, true);
      context.setConfigLocation(own);
    }
  }

  private static boolean isDefault(Configuration configuration) {
    String location = String.valueOf(configuration.getConfigurationSource().getLocation());
    return configuration instanceof DefaultConfiguration || location.endsWith(SPARK_DEFAULT);
  }

  /** Logs nothing from now on. */
  static void silence() {
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
  }
}
