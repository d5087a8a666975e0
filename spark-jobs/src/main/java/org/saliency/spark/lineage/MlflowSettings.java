package org.saliency.spark.lineage;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.saliency.settings.Settings;

/**
 * Settings of the section {@code tracking.mlflow}.
 *
 * @param url of the server; empty if tracking is off
 * @param experiment its name
 * @param runName name of the run; empty to let the server choose one
 * @param logsModel whether the model file is uploaded
 * @param upload longest time for that
 * @param authorization header for the server
 */
record MlflowSettings(
    Optional<URI> url,
    String experiment,
    String runName,
    boolean logsModel,
    Duration upload,
    Optional<String> authorization) {

  /**
   * Reads the settings.
   *
   * @param section {@code tracking.mlflow}
   * @param environment variables of the process
   * @throws org.saliency.UserException when one is invalid
   */
  static MlflowSettings from(Settings section, Map<String, String> environment) {
    return new MlflowSettings(
        JsonClient.url(section, "url"),
        section.text("experiment"),
        section.text("run-name"),
        section.flag("log-model"),
        Duration.ofSeconds(section.integer("upload-seconds", 1, 3600)),
        authorization(environment));
  }

  /** By the variables of MLflow's own clients. */
  private static Optional<String> authorization(Map<String, String> environment) {
    String token = environment.get("MLFLOW_TRACKING_TOKEN");
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    if (token != null) {
      return Optional.of("Bearer " + token);
    }
    if (user == null) {
      return Optional.empty();
    }
    String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    return Optional.of(JsonClient.basic(user + ":" + password));
  }
}
