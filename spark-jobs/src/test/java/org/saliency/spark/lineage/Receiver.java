package org.saliency.spark.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.saliency.json.Json;

/** A server on the loopback interface that keeps what it receives. */
final class Receiver implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private volatile int status = 200;
  private volatile long delayMillis;

  /** A received request. */
  record Request(String method, String path, String authorization, byte[] body) {

    JsonNode json() {
      try {
        return Json.read(new String(body, StandardCharsets.UTF_8), JsonNode.class);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      requests.add(
          new Request(
              exchange.getRequestMethod(),
              path,
              exchange.getRequestHeaders().getFirst("Authorization"),
              exchange.getRequestBody().readAllBytes()));
      Thread.sleep(delayMillis);
      String answer = answers.getOrDefault(path.replaceAll("\\?.*", ""), status == 200 ? "{}" : "");
      boolean isMissing = answer.equals("404");
      byte[] bytes = (isMissing ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(isMissing ? 404 : status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers with a status from now on. */
  void fail(int code) {
    status = code;
  }

  /** Answers late from now on. */
  void delay(long millis) {
    delayMillis = millis;
  }

  /** Answers requests of a path with JSON, or with status 404. */
  void answer(String path, String json) {
    answers.put(path, json);
  }

  List<Request> requests() {
    return requests;
  }

  /** Contents of the requests to a path, in order. */
  List<JsonNode> received(String path) {
    return requests.stream()
        .filter(request -> request.path().equals(path))
        .map(Request::json)
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
