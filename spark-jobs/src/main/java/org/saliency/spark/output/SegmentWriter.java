package org.saliency.spark.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.map.QuantisedMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.Checksum;
import org.saliency.spark.storage.PathNames;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the results of one segment to a staging folder, frame by frame, and publishes them
 * together. Closing without publishing leaves nothing behind.
 *
 * <p>Publishing moves the files to their final names, one by one (on object stores maps go there
 * earlier, see {@link MapPublication}), and then the segment's record ({@link OutputFolder}), while
 * the run of this attempt holds the lease and publishes segments ({@link LeaseFile#requireOpen}).
 * Tables and parts of videos have names of their own for each attempt, so that no attempt changes
 * what another one's record names. Maps have the names of their frames: attempts write the same
 * bytes to them, since results depend only on frames, model and settings.
 */
public final class SegmentWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

  private final OutputFolder folder;
  private final WritableHadoopFiles files;
  private final Segment segment;
  private final FrameRange range;
  private final Set<Format> formats;
  private final String run;
  private final String attempt = UUID.randomUUID().toString().substring(24);
  private final SegmentVideos videos;
  private final MapPublication publication;
  private final Map<Format, StagedMaps> maps = new EnumMap<>(Format.class);
  private final StagedTable predictions;
  private final StagedTable metrics;
  private MetricSums sums = MetricSums.NONE;
  private Path staging;

  /**
   * Starts a segment.
   *
   * @param frameRate frames per second of videos made from images
   * @param run random id of the run that holds the lease of the folder
   */
  public SegmentWriter(
      OutputFolder folder, Segment segment, Set<Format> formats, int frameRate, String run) {
    this.folder = folder;
    this.files = folder.files();
    this.segment = segment;
    this.range = segment.range();
    this.formats = formats;
    this.run = run;
    this.videos = new SegmentVideos(segment, frameRate);
    this.publication = new MapPublication(folder, run);
    Format.ofMapFiles().forEach(format -> maps.put(format, new StagedMaps(files, publication)));
    this.predictions = new StagedTable(ParquetTable.PREDICTIONS, files);
    this.metrics = new StagedTable(ParquetTable.FRAME_METRICS, files);
  }

  /**
   * Adds the next frame.
   *
   * @throws UserException when the output cannot be written
   */
  public void frame(WrittenFrame written) {
    String name = written.frame().name();
    folder.write(
        () -> {
          QuantisedMap inRow = written.maps().row();
          byte[] rowPng = null;
          for (Map.Entry<Format, QuantisedMap> map : written.maps().files().entrySet()) {
            Format format = map.getKey();
            if (!formats.contains(format)) {
              continue;
            }
            byte[] png = map.getValue().png();
            rowPng = map.getValue() == inRow ? png : rowPng;
            Path file = staged(format.folder() + "/" + PathNames.escape(name) + ".png");
            maps.get(format).add(name, png, file, folder.paths().map(format, range, name));
          }
          if (formats.contains(Format.PARQUET)) {
            byte[] png = rowPng == null ? inRow.png() : rowPng;
            predictions.add(row(written, png), staged("predictions"));
          }
          if (formats.contains(Format.MP4)) {
            videos.add(Format.MP4, written.frame(), written.size(), inRow.greys());
          }
          if (written.overlay().isPresent()) {
            Frame overlay = written.overlay().get();
            videos.add(Format.OVERLAY, written.frame(), overlay.size(), overlay.rgb());
          }
        });
  }

  private Group row(WrittenFrame written, byte[] png) {
    PlannedFrame frame = written.frame();
    Group row = predictions.row();
    row.append("frame", frame.index()).append("frame_name", frame.name());
    segment.ptsMicros(frame).ifPresent(micros -> row.append("pts_us", micros));
    return row.append("width", written.size().width())
        .append("height", written.size().height())
        .append("png", Binary.fromConstantByteArray(png));
  }

  /**
   * Adds a frame without a map: black in videos, so that they keep their number of frames.
   *
   * @param mapSize size of the map in the video
   * @param overlaySize size of the overlay in the video
   * @throws UserException when the output cannot be written
   */
  public void missing(PlannedFrame frame, Size mapSize, Size overlaySize) {
    folder.write(
        () -> {
          if (formats.contains(Format.MP4)) {
            videos.add(Format.MP4, frame, mapSize, new byte[mapSize.pixels()]);
          }
          if (formats.contains(Format.OVERLAY)) {
            videos.add(Format.OVERLAY, frame, overlaySize, new byte[3 * overlaySize.pixels()]);
          }
        });
  }

  /**
   * Adds the metrics of the next frame.
   *
   * @throws UserException when the output cannot be written
   */
  public void metrics(int frame, FrameMetrics values) {
    folder.write(
        () -> {
          Group row = metrics.row().append("video", range.video()).append("frame", frame);
          for (Map.Entry<Metric, Double> value : values.values().entrySet()) {
            row.append(value.getKey().column(), value.getValue());
          }
          metrics.add(row.append("fixations", values.fixations()), staged("frame_metrics"));
          sums = sums.plus(values);
        });
  }

  /**
   * Moves all files to their final names and records the segment as published, unless another
   * attempt of this run has done so without bad frames.
   *
   * @param bad frames without a map
   * @return frames without a map in the published segment
   * @throws UserException when the output cannot be written, or belongs to another run by now
   */
  public List<BadFrame> publish(List<BadFrame> bad) {
    return folder.published(range, run).isPresent() ? List.of() : publishFirst(bad);
  }

  /**
   * Publishes as {@link #publish} does, without looking for other attempts: for a first attempt,
   * which has none before it. If another one has overtaken it, both are recorded, and {@link
   * SegmentRecords} chooses.
   *
   * @param bad frames without a map
   * @return the same frames
   * @throws UserException when the output cannot be written, or belongs to another run by now
   */
  public List<BadFrame> publishFirst(List<BadFrame> bad) {
    folder.write(() -> publishFiles(bad));
    return bad;
  }

  private void publishFiles(List<BadFrame> bad) throws IOException {
    LeaseFile lease = new LeaseFile(folder);
    Map<Path, Path> own = new LinkedHashMap<>(); // files with names of this attempt
    List<Published.VideoPart> parts = new ArrayList<>();
    for (Map.Entry<Format, java.nio.file.Path> part : videos.finish().entrySet()) {
      Path copy = staged(part.getKey() + ".mp4");
      Checksum checksum = new Checksum();
      files.copyFromDisk(part.getValue(), copy, checksum);
      own.put(copy, folder.paths().videoPart(part.getKey(), range, attempt));
      parts.add(new Published.VideoPart(part.getKey(), files.lengthOf(copy), checksum.value()));
    }
    Published.Rows rows = predictions.finish(folder.paths().predictions(range, attempt), own);
    Published.Rows measured = metrics.finish(folder.paths().frameMetrics(range, attempt), own);
    boolean isMoved = !files.filesAppearComplete(folder.paths().root());
    Path record = staged("record.json");
    try {
      // When the lease is taken over or the phase ends, the staging folder goes next: from then on,
      // moving fails. On object stores, where files are staged elsewhere, maps are published after
      // a look at the lease of their own, and the names of all other files are this attempt's.
      if (isMoved) {
        stage(record, parts, rows, measured, bad, lease.requireOpen(run, RunPhase.SEGMENTS));
      }
      publication.finish();
      files.publish(own);
      LeaseHolder holder = lease.requireOpen(run, RunPhase.SEGMENTS);
      if (!isMoved) {
        stage(record, parts, rows, measured, bad, holder);
      }
    } catch (IOException | RuntimeException e) {
      own.values().forEach(this::deleteQuietly);
      throw e;
    }
    files.publish(Map.of(record, folder.paths().record(range, attempt)));
  }

  private void stage(
      Path record,
      List<Published.VideoPart> parts,
      Published.Rows rows,
      Published.Rows measured,
      List<BadFrame> bad,
      LeaseHolder holder)
      throws IOException {
    Published published =
        new Published(
            range,
            new Published.Attempt(attempt, run, holder.claim()),
            segment.inputs(),
            maps.get(Format.PNG).published(),
            maps.get(Format.PNG16).published(),
            maps.get(Format.DENSITY16).published(),
            rows,
            measured,
            parts,
            bad,
            sums);
    files.stage(record, Json.write(published).getBytes(StandardCharsets.UTF_8));
  }

  /** Deletes a file that no record names; the next run would delete it, too. */
  private void deleteQuietly(Path file) {
    try {
      files.delete(file);
    } catch (IOException | RuntimeException e) {
      LOG.debug("cannot delete {}", file, e);
    }
  }

  private Path staged(String name) {
    if (staging == null) {
      staging = folder.read(() -> folder.staging(attempt));
    }
    return new Path(staging, name);
  }

  @Override
  public void close() throws IOException {
    publication.close();
    videos.close();
    if (staging != null) {
      predictions.closeQuietly();
      metrics.closeQuietly();
      files.delete(staging);
    }
  }
}
