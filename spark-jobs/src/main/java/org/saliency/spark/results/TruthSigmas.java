package org.saliency.spark.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.Metric;
import org.saliency.metric.VideoMetrics;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.storage.HadoopFiles;

/**
 * The metrics for several widths of the blur that makes the ground truth: {@code truth_sigmas.csv}.
 *
 * @param videos by width (standard deviation in pixels of the frame), in the order of the setting;
 *     empty if widths are not compared
 */
public record TruthSigmas(Map<Double, List<VideoMetrics>> videos) {

  private static final String FILE = "truth_sigmas.csv";
  private static final String SIGMA = "sigma";
  private static final String VIDEO = "video";
  private static final String FRAMES = "frames";

  /** The means for each width, for {@code summary.json}. */
  public List<Map<String, Object>> entries() {
    List<Map<String, Object>> entries = new ArrayList<>();
    videos.forEach(
        (sigma, own) -> {
          Map<String, Double> means = new LinkedHashMap<>();
          DatasetMetrics.of(own)
              .means()
              .forEach((metric, mean) -> means.put(metric.column(), mean));
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put(SIGMA, sigma);
          entry.put("metrics", means);
          entries.add(entry);
        });
    return entries;
  }

  /** Writes the table if widths are compared. */
  public void write(OutputFolder folder, List<Metric> metrics) {
    if (videos.isEmpty()) {
      return;
    }
    List<String> columns = new ArrayList<>(List.of(SIGMA, VIDEO, FRAMES));
    metrics.forEach(metric -> columns.add(metric.column()));
    List<List<Object>> rows = new ArrayList<>();
    videos.forEach(
        (sigma, own) -> {
          for (VideoMetrics video : own) {
            List<Object> row = new ArrayList<>(List.of(sigma, video.video(), video.frames()));
            metrics.forEach(metric -> row.add(video.means().get(metric)));
            rows.add(row);
          }
        });
    folder.write(FILE, CsvTable.write(columns, rows));
  }

  /** The means for each width as text; empty if widths are not compared. */
  public String text(List<Metric> metrics) {
    if (videos.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\nmeans by blur width of the ground truth\n");
    text.append(format("%10s", "sigma (px)"));
    metrics.forEach(metric -> text.append(format("  %9s", metric.label())));
    text.append('\n');
    videos.forEach(
        (sigma, own) -> {
          Map<Metric, Double> means = DatasetMetrics.of(own).means();
          text.append(format("%10s", text(sigma)));
          for (Metric metric : metrics) {
            Double mean = means.get(metric);
            text.append(mean == null ? "          -" : format("  %9.4f", mean));
          }
          text.append('\n');
        });
    return text.toString();
  }

  /** A width as people write it: {@code 24} or {@code 7.5}. */
  public static String text(double sigma) {
    return sigma == Math.rint(sigma) ? format("%.0f", sigma) : String.valueOf(sigma);
  }

  /**
   * Reads the table of a run.
   *
   * @return means of each video by width and metric; empty if the run compared no widths
   * @throws UserException when the table is damaged
   */
  public static Optional<Map<Double, Map<String, Map<Metric, Double>>>> read(
      HadoopFiles files, Scores scores) {
    String path = scores.folder() + "/" + FILE;
    if (scores.notes().truthSigmas().isEmpty()) {
      return Optional.empty();
    }
    try {
      return files.readText(path).map(csv -> parse(csv, path));
    } catch (IOException e) {
      throw UserException.input(
          e, "Table %s cannot be read (%s): run evaluate again", path, e.getMessage());
    }
  }

  private static Map<Double, Map<String, Map<Metric, Double>>> parse(String csv, String path) {
    CsvTable table = CsvTable.parse(csv, path, List.of(SIGMA, VIDEO));
    Map<Double, Map<String, Map<Metric, Double>>> widths = new LinkedHashMap<>();
    for (int row = 0; row < table.rows(); row++) {
      Map<Metric, Double> means = new EnumMap<>(Metric.class);
      for (Metric metric : Metric.values()) {
        if (!table.isEmpty(row, metric.column())) {
          means.put(metric, table.number(row, metric.column()));
        }
      }
      widths
          .computeIfAbsent(table.number(row, SIGMA), sigma -> new LinkedHashMap<>())
          .put(table.text(row, VIDEO), means);
    }
    return widths;
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
