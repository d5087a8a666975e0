package org.saliency.spark.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.json.Json;
import org.saliency.map.FixationFile;
import org.saliency.map.MapDepth;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.DatasetMetrics;
import org.saliency.metric.Profile;
import org.saliency.metric.VideoMetrics;
import org.saliency.spark.TestSpark;
import org.saliency.spark.output.OutputFolder;
import org.saliency.spark.results.Coverage;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.MeasurementNotes;
import org.saliency.spark.results.MetricTables;
import org.saliency.storage.LocalStorage;

/** Writes the output of {@code score} with maps derived from the ground truth. */
public final class ScoredVideos {

  private final Path data;
  private final Path output;
  private Manifest.Status status = Manifest.Status.COMPLETE;

  /** Creates a writer of maps for a data set with ground truth. */
  public ScoredVideos(Path data, Path output) {
    this.data = data;
    this.output = output;
  }

  public ScoredVideos status(Manifest.Status other) {
    status = other;
    return this;
  }

  /** Writes maps, tables and manifest, and returns the path of the folder. */
  public String write(UnaryOperator<SaliencyMap> method) {
    try {
      Dataset dataset = Datasets.read(new LocalStorage(), data.toString(), Optional.empty());
      List<Row> rows = new ArrayList<>();
      for (Video video : dataset.videos()) {
        Files.createDirectories(output.resolve("maps").resolve(video.name()));
        for (VideoFrame frame : video.frames()) {
          rows.add(score(video, frame, method));
        }
      }
      writeTables(dataset, rows);
      return output.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Row score(Video video, VideoFrame frame, UnaryOperator<SaliencyMap> method)
      throws IOException {
    LocalStorage storage = new LocalStorage();
    String path = frame.map().orElseThrow().path();
    SaliencyMap truth = MapFile.read(storage.read(path), path);
    byte[] png = MapFile.write(method.apply(truth), MapDepth.EIGHT_BITS);
    Path file = output.resolve("maps").resolve(video.name()).resolve(frame.name() + ".png");
    Files.write(file, png);
    return MetricTables.frameRow(
        video.name(),
        frame.index(),
        Profile.MSU_SAVAM.measure(
            MapFile.read(png, file.toString()),
            Optional.of(truth),
            frame
                .fixations()
                .map(FrameLocation::path)
                .map(fixations -> FixationFile.read(read(storage, fixations), fixations))),
        Profile.MSU_SAVAM.metrics());
  }

  private static byte[] read(LocalStorage storage, String path) {
    try {
      return storage.read(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeTables(Dataset dataset, List<Row> rows) {
    OutputFolder folder =
        new OutputFolder(
            output.toString(), TestSpark.session().sparkContext().hadoopConfiguration());
    MetricTables tables = new MetricTables(TestSpark.session(), folder, Profile.MSU_SAVAM);
    tables.writeFrames(
        JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext()).parallelize(rows));
    List<VideoMetrics> videos =
        tables.videoMeans(dataset.videos().stream().map(Video::name).toList());
    Coverage coverage = Coverage.of(dataset.videos(), path -> "");
    tables.writeVideos(videos, coverage);
    tables.writeSummary(videos, DatasetMetrics.of(videos), coverage, MeasurementNotes.NONE);
    folder.write("manifest.json", Json.write(manifest(dataset, rows.size())));
  }

  private Manifest manifest(Dataset dataset, long frames) {
    return new Manifest(
        status,
        0,
        "5d7c0c8e-6f0f-4a3e-9a51-9f4b5f1f2c11",
        "score",
        "2025-03-01T10:00:00.000Z",
        "2025-03-01T10:01:12.500Z",
        Map.of("device", "auto"),
        new Manifest.ModelReference(
            "models/ours.pt", "deeplab-resnet18", "fp32", "0123456789abcdef", null, null),
        List.of(data.toString()),
        data.toString(),
        new TreeMap<>(Map.of("videos", (long) dataset.videos().size(), "done", frames)),
        "cpu",
        null,
        Map.of("score", 8.0, "aggregate", 1.0),
        new TreeMap<>(Map.of("java", "17", "spark", "4.1.0")),
        null,
        null);
  }
}
