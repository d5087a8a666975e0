package org.saliency.spark.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A page in {@link Chromium}. */
final class BrowserPage {

  private static final int SECONDS = 30;
  private static final int AWAIT_SECONDS = 10;

  private final Chromium browser;
  private final String session;
  private final Semaphore loads = new Semaphore(0);
  private final List<String> problems = new CopyOnWriteArrayList<>();

  BrowserPage(Chromium browser, String session) {
    this.browser = browser;
    this.session = session;
    browser.listen(
        (of, event) -> {
          if (of.equals(session)) {
            receive(event.get("method").asText(), event.get("params"));
          }
        });
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  private void receive(String event, JsonNode details) {
    switch (event) {
      case "Page.loadEventFired" -> loads.release();
      case "Runtime.exceptionThrown" -> problems.add("exception: " + details);
      case "Log.entryAdded" -> {
        if (details.get("entry").get("level").asText().equals("error")) {
          problems.add("log: " + details);
        }
      }
      case "Runtime.consoleAPICalled" -> {
        if (details.get("type").asText().equals("error")) {
          problems.add("console: " + details);
        }
      }
      case "Network.requestWillBeSent" -> {
        String url = details.get("request").get("url").asText();
        if (!url.startsWith("file:") && !url.startsWith("data:") && !url.startsWith("blob:")) {
          problems.add("request: " + url);
        }
      }
      default -> {}
    }
  }

  JsonNode call(String method, Map<String, ?> parameters) {
    return browser.call(session, method, parameters);
  }

  /** Sets the size of the screen, and whether the system is dark. */
  void screen(int width, int height, boolean isDark) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
  }

  /** Opens a file, waits until it is loaded, and returns the milliseconds this took. */
  long open(Path file, String hash) {
    call("Page.navigate", Map.of("url", "about:blank"));
    await(loads);
    long begin = System.nanoTime();
    call("Page.navigate", Map.of("url", file.toUri() + hash));
    await(loads);
    run("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private static void await(Semaphore event) {
    try {
      if (!event.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the page did not load");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value of a JavaScript expression; promises are awaited. */
  JsonNode run(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** Waits until an expression is true. */
  void await(String condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(AWAIT_SECONDS);
    while (!run("Boolean(" + condition + ")").asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never true: " + condition);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Presses a key; a text is given for keys that type one. */
  void press(String key, int modifiers) {
    String text = key.length() == 1 ? key : "";
    call(
        "Input.dispatchKeyEvent",
        Map.of(
            "type", text.isEmpty() ? "rawKeyDown" : "keyDown",
            "key", key,
            "text", text,
            "modifiers", modifiers));
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  /** Moves the pointer to a place in an element, in shares of its width and height. */
  void point(String selector, double right, double down, boolean isClick) {
    JsonNode box =
        run(
            "(() => { const e = document.querySelector('"
                + selector
                + "'); e.scrollIntoView({block: 'center'}); const b = e.getBoundingClientRect();"
                + " return [b.left, b.top, b.width, b.height]; })()");
    double x = box.get(0).asDouble() + right * box.get(2).asDouble();
    double y = box.get(1).asDouble() + down * box.get(3).asDouble();
    call("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    if (isClick) {
      for (String type : List.of("mousePressed", "mouseReleased")) {
        call(
            "Input.dispatchMouseEvent",
            Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
      }
    }
  }

  /** Saves what the page looks like, as a PNG file. */
  void screenshot(Path file, boolean isWhole) throws IOException {
    JsonNode picture =
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", isWhole));
    Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
  }

  /** Console messages, exceptions and requests to other places. */
  List<String> problems() {
    return List.copyOf(problems);
  }
}
