package org.saliency.spark.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.saliency.json.Json;
import org.saliency.settings.Secrets;
import org.saliency.settings.Settings;

/** Sends JSON to a server. */
final class JsonClient {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Nobody waits for an answer but the thread that sends. */
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private final Optional<String> authorization;

  /**
   * Creates a client.
   *
   * @param authorization header of this name; without it, {@code user:password@} of the URL
   */
  JsonClient(Optional<String> authorization) {
    this.authorization = authorization;
  }

  /**
   * The address of a server, an absolute HTTP URL.
   *
   * @return empty for empty text: no server
   * @throws org.saliency.UserException when it is no such URL
   */
  static Optional<URI> url(Settings section, String key) {
    String text = section.text(key).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(text.replaceAll("/+$", ""));
      String scheme = String.valueOf(url.getScheme());
      if ((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null) {
        return Optional.of(url);
      }
    } catch (java.net.URISyntaxException e) {
      // reported below
    }
    throw section.wrong(key, Secrets.mask(text), "an http or https URL, or nothing");
  }

  JsonNode post(URI url, Object content) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(url, ANSWER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(content)));
    String body = send(request);
    return body.isBlank() ? Json.read("{}", JsonNode.class) : json(body);
  }

  /** The answer; empty if there is no such thing (404). */
  Optional<JsonNode> get(URI url) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            request(url, ANSWER).GET().build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    return response.statusCode() == 404
        ? Optional.empty()
        : Optional.of(json(requireSuccess(response)));
  }

  void put(URI url, Path file, Duration longest) throws IOException, InterruptedException {
    send(
        request(url, longest)
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofFile(file)));
  }

  private HttpRequest.Builder request(URI url, Duration longest) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(longest);
    authorization
        .or(() -> Optional.ofNullable(url.getUserInfo()).map(JsonClient::basic))
        .ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /** The header for {@code user:password}. */
  static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return requireSuccess(
        client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
  }

  private static String requireSuccess(HttpResponse<String> response) throws IOException {
    if (response.statusCode() / 100 != 2) {
      String first = response.body().lines().findFirst().orElse("");
      String body = first.stripLeading().startsWith("<") ? "" : first; // a page for browsers
      throw new IOException(
          String.format(Locale.ROOT, "HTTP status %d %.200s", response.statusCode(), body).strip());
    }
    return response.body();
  }

  /** Some servers answer with a sentence. */
  private static JsonNode json(String body) throws IOException {
    try {
      return Json.read(body, JsonNode.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return Json.read("{}", JsonNode.class);
    }
  }
}
