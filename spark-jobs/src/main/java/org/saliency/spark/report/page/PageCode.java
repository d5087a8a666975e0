package org.saliency.spark.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.saliency.json.Json;

/** Style and scripts of the page, from resources: its own modules, and uPlot for charts. */
final class PageCode {

  /** Modules in the order in which they run. */
  static final List<String> MODULES =
      List.of(
          "dom",
          "csv",
          "store",
          "theme",
          "chart",
          "intervals",
          "pairs",
          "heat",
          "curves",
          "player",
          "playback",
          "keys",
          "extremes",
          "histogram",
          "aggregate",
          "videos",
          "slices",
          "areas",
          "main");

  private static final String UPLOT_PROPERTIES =
      "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/%s/";

  private PageCode() {}

  static String style() {
    return library("dist/uPlot.min.css") + "\n" + text("report.css");
  }

  /** All scripts as one, in strict mode, apart from global names. */
  static String script() {
    StringBuilder script = new StringBuilder("(() => {\n'use strict';\n");
    MODULES.forEach(module -> script.append(text("js/" + module + ".js")).append('\n'));
    return script.append("})();\n").toString();
  }

  /** uPlot with its licence; without its first line, a comment with an address. */
  static String chartLibrary() {
    String code = library("dist/uPlot.iife.min.js");
    return "/* uPlot "
        + version()
        + "\n\n"
        + library("LICENSE")
        + "*/\n"
        + code.substring(code.indexOf('\n') + 1);
  }

  /** JSON that stands in a script element: no text can end the element or begin another. */
  static String json(Object value) {
    return Json.line(value)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream stream = PageCode.class.getResourceAsStream(UPLOT_PROPERTIES)) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static String library(String file) {
    return text(UPLOT.replace("%s", version()) + file);
  }

  private static String text(String resource) {
    try (InputStream stream = PageCode.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
