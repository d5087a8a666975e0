package org.saliency.spark.lineage;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saliency.settings.Settings;

/**
 * Settings of the section {@code lineage.openlineage}.
 *
 * @param url where events are posted; empty if lineage is off
 * @param namespace of the jobs
 * @param parent the run of a scheduler that started this one
 * @param apiKey of the server
 */
record LineageSettings(
    Optional<URI> url, String namespace, Optional<Parent> parent, Optional<String> apiKey) {

  private static final String ENDPOINT = "/api/v1/lineage";
  private static final String KEY = "parent";
  private static final Pattern PARENT = Pattern.compile("([^/]+)/(.+)/([^/]+)");

  /** A job and its run. */
  record Parent(String namespace, String job, UUID run) {}

  /**
   * Reads the settings.
   *
   * @param section {@code lineage.openlineage}
   * @param environment variables of the process
   * @throws org.saliency.UserException when one is invalid
   */
  static LineageSettings from(Settings section, Map<String, String> environment) {
    String given = section.text(KEY).strip();
    String parent =
        given.isEmpty() ? environment.getOrDefault("OPENLINEAGE_PARENT_ID", "").strip() : given;
    return new LineageSettings(
        JsonClient.url(section, "url").map(LineageSettings::endpoint),
        section.text("namespace"),
        parent.isEmpty() ? Optional.empty() : Optional.of(parent(section, parent)),
        Optional.ofNullable(environment.get("OPENLINEAGE_API_KEY")));
  }

  private static URI endpoint(URI url) {
    boolean isServer = url.getPath() == null || url.getPath().isEmpty();
    return isServer ? URI.create(url + ENDPOINT) : url;
  }

  private static Parent parent(Settings section, String text) {
    Matcher parts = PARENT.matcher(text);
    try {
      if (parts.matches()) {
        UUID run = UUID.fromString(parts.group(3).toLowerCase(Locale.ROOT));
        return new Parent(parts.group(1), parts.group(2), run);
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw section.wrong(KEY, text, "NAMESPACE/JOB/RUN with the UUID of a run");
  }
}
