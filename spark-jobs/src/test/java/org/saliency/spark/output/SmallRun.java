package org.saliency.spark.output;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.util.SerializableConfiguration;
import org.saliency.dataset.FrameLocation;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.spark.output.OutputFolder.OnExisting;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.PlannedVideo;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.plan.SegmentPlanner;
import org.saliency.spark.plan.TaskSizes;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.ManifestBuilder;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.TableFiles;

/**
 * A scoring run without Spark and without a model: a video of two segments of two frames, with
 * made-up maps and metrics, through the steps of the real one. It takes milliseconds.
 */
public final class SmallRun {

  private static final Size SIZE = new Size(16, 16);
  private static final int FRAMES = 4;
  private static final Set<Format> FORMATS = EnumSet.of(Format.PNG, Format.PARQUET, Format.MP4);

  /** Number of frames. */
  static final long PLANNED = FRAMES;

  private final Configuration configuration;
  private final String output;
  private final OutputFolder folder;
  private final ManifestBuilder manifest;
  private final List<Video> videos = List.of(video("a"));

  public SmallRun(String output, Configuration configuration) {
    this.configuration = configuration;
    this.output = output;
    this.folder = new OutputFolder(output, configuration);
    this.manifest =
        new ManifestBuilder("score", Map.of(), List.of("videos"), Optional.empty(), "none");
  }

  private static Video video(String name) {
    List<VideoFrame> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      FrameLocation image = FrameLocation.file(name + "/f" + i + ".png");
      frames.add(new VideoFrame(i, "f" + i, image, Optional.empty(), Optional.empty()));
    }
    return new Video(name, frames);
  }

  private LeaseTerms terms() {
    return new LeaseTerms(
        manifest.runId(),
        "small run",
        Duration.ofSeconds(20),
        Duration.ofSeconds(120),
        /* waits= */ false,
        line -> {});
  }

  /** Runs to the end. */
  public Manifest run() throws IOException {
    OutputOwner owner = OutputOwner.score("model", "settings", List.of("videos"));
    try (OutputLease lease = folder.claim(owner, OnExisting.RESUME, terms())) {
      try {
        return scoreAll(lease);
      } catch (IOException | RuntimeException e) {
        if (lease.isHeld()) {
          manifest.fail(folder, e);
        }
        throw e;
      }
    }
  }

  private Manifest scoreAll(OutputLease lease) throws IOException {
    List<String> names = videos.stream().map(Video::name).toList();
    PublishedSegments published =
        folder
            .published(names)
            .matching(segment -> segment.bad().isEmpty())
            .resumable(Map.of("a", FRAMES));
    lease.requireHeld();
    published.deleteRest();
    List<FrameRange> scored = score(published);
    lease.enter(RunPhase.VIDEOS);
    PublishedSegments now =
        folder.published(scored.stream().map(FrameRange::video).distinct().toList());
    now.require(scored);
    now.deleteRest();
    PublishedSegments all = published.updatedBy(now);
    JoinVideo join =
        new JoinVideo(
            Format.MP4, output, manifest.runId(), new SerializableConfiguration(configuration));
    for (JoinVideo.Parts parts : all.unjoined(Format.MP4)) {
      join.call(parts);
    }
    lease.enter(RunPhase.RESULTS);
    folder.delete("_saliency/parts");
    writeMeans(all.files().frameMetrics());
    requireComplete(all.counts(names));
    lease.requireHeld();
    long done = scored.stream().mapToLong(FrameRange::length).sum();
    manifest.count("planned", PLANNED);
    manifest.count("done", done);
    manifest.count("resumed", PLANNED - done);
    return manifest.finish(folder, Manifest.Status.COMPLETE);
  }

  private List<FrameRange> score(PublishedSegments published) throws IOException {
    List<PlannedVideo> planned =
        videos.stream().map(v -> new PlannedVideo(v, SIZE, published.of(v.name()))).toList();
    List<FrameRange> scored = new ArrayList<>();
    for (Segment segment : new SegmentPlanner(TaskSizes.ofCount(2, 1)).segments(planned)) {
      try (SegmentWriter writer =
          new SegmentWriter(folder, segment, FORMATS, 25, manifest.runId())) {
        for (PlannedFrame frame : segment.frames()) {
          add(frame, writer);
        }
        writer.publish(List.of());
      }
      scored.add(segment.range());
    }
    return scored;
  }

  private static void add(PlannedFrame frame, SegmentWriter writer) {
    double[] values = new double[SIZE.pixels()];
    values[7 * frame.index() + frame.video().charAt(0) % 5] = 1;
    SaliencyMap map = new SaliencyMap(SIZE, values);
    writer.frame(
        new WrittenFrame(frame, SIZE, WrittenFrame.Maps.of(map, SIZE, FORMATS), Optional.empty()));
    writer.metrics(
        frame.index(),
        new FrameMetrics(Map.of(Metric.CC, frame.index() / 3.0 + frame.video().charAt(0)), 1));
  }

  /** Adds up the metrics in the table, as it is. */
  private void writeMeans(TableFiles table) throws IOException {
    Map<String, Double> sums = new TreeMap<>();
    List<String> files = new ArrayList<>();
    for (String path : table.paths()) {
      if (path.endsWith(".parquet")) {
        files.add(path);
      } else {
        folder.files().list(path).forEach(entry -> files.add(entry.path()));
      }
    }
    long rows = 0;
    for (String file : files) {
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), HadoopFiles.path(file))
              .withConf(configuration)
              .build()) {
        for (Group row = reader.read(); row != null; row = reader.read()) {
          rows++;
          sums.merge(row.getString("video", 0), row.getDouble("cc", 0), Double::sum);
        }
      }
    }
    folder.write("video_metrics.csv", sums + "\n");
    folder.write("summary.json", Json.write(Map.of("frames", rows, "sums", sums)));
  }

  private void requireComplete(Map<String, PublishedSegments.Counts> counts) {
    counts.forEach(
        (video, found) -> {
          PublishedSegments.Counts expected =
              new PublishedSegments.Counts(
                  FRAMES,
                  Map.of(Format.PNG, (long) FRAMES, Format.PNG16, 0L, Format.DENSITY16, 0L),
                  FRAMES,
                  FRAMES,
                  List.of());
          if (!found.equals(expected)) {
            throw new IllegalStateException(video + ": " + found + " instead of " + expected);
          }
        });
  }
}
