package org.saliency.spark.results;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.saliency.json.Json;

/** Writes output folders of {@code evaluate}, without the Parquet tables. */
public final class ResultFolder {

  private final Path folder;
  private Manifest.Status status = Manifest.Status.COMPLETE;
  private String profile = "msu-savam";
  private List<String> videos = List.of("a");

  public ResultFolder(Path folder) {
    this.folder = folder;
  }

  public ResultFolder status(Manifest.Status other) {
    status = other;
    return this;
  }

  public ResultFolder profile(String other) {
    profile = other;
    return this;
  }

  public ResultFolder videos(String... names) {
    videos = List.of(names);
    return this;
  }

  /** Writes the files with the same metrics for every video, and returns the folder's path. */
  public String write(Map<String, Double> metrics) {
    write("manifest.json", Json.write(manifest()));
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("profile", profile);
    summary.put("metrics", metrics);
    summary.put("undefined_frames", Map.of());
    write("summary.json", Json.write(summary));
    Map<String, Double> columns = new TreeMap<>(metrics);
    StringBuilder csv = new StringBuilder("video,frames,");
    csv.append(String.join(",", columns.keySet())).append('\n');
    for (String video : videos) {
      csv.append('"').append(video.replace("\"", "\"\"")).append("\",2");
      columns.values().forEach(value -> csv.append(',').append(value));
      csv.append('\n');
    }
    write("video_metrics.csv", csv.toString());
    return folder.toString();
  }

  public void write(String name, String text) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Manifest manifest() {
    return new Manifest(
        status,
        status == Manifest.Status.FAILED ? 1 : 0,
        "run-1",
        "evaluate",
        "2025-03-01T10:00:00.000Z",
        "2025-03-01T10:00:04.000Z",
        Map.of("profile", "msu-savam"),
        null,
        List.of("/nowhere/maps"),
        "/nowhere/truth",
        Map.of("done", 2L, "videos", 1L),
        null,
        null,
        Map.of("measure", 2.0),
        Map.of("spark", "4.1.0"),
        status == Manifest.Status.FAILED ? "disk full" : null,
        status == Manifest.Status.FAILED ? "unexpected" : null);
  }
}
