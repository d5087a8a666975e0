package org.saliency.spark.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
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
import org.saliency.spark.storage.PathNames;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the results of one segment to a staging folder, frame by frame, and publishes them
 * together. Closing without publishing leaves nothing behind.
 *
 * <p>Publishing moves the files to their final names, one by one, and then the segment's record
 * ({@link OutputFolder}), while the run of this attempt holds the lease and publishes segments
 * ({@link LeaseFile#requireOpen}). Tables and parts of videos have names of their own for each
 * attempt, so that no attempt changes what another one's record names. Maps have the names of their
 * frames: attempts write the same bytes to them, since results depend only on frames, model and
 * settings.
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
  private Path staging;
  private final List<String> maps = new ArrayList<>();
  private final List<String> maps16 = new ArrayList<>();
  private long mapBytes;
  private long map16Bytes;
  private ParquetWriter<Group> predictions;
  private ParquetWriter<Group> metrics;
  private long rows;
  private long measured;

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
          byte[] png = needsPng() ? written.map().png() : null;
          if (formats.contains(Format.PNG)) {
            files.stage(stagedMap(name), png);
            maps.add(name);
            mapBytes += png.length;
          }
          if (formats.contains(Format.PNG16)) {
            byte[] deep = written.map16().map(QuantisedMap::png).orElse(png);
            files.stage(stagedMap16(name), deep);
            maps16.add(name);
            map16Bytes += deep.length;
          }
          if (formats.contains(Format.PARQUET)) {
            predictions().write(row(written, png));
            rows++;
          }
          if (formats.contains(Format.MP4)) {
            videos.add(Format.MP4, written.frame(), written.size(), written.map().greys());
          }
          if (written.overlay().isPresent()) {
            Frame overlay = written.overlay().get();
            videos.add(Format.OVERLAY, written.frame(), overlay.size(), overlay.rgb());
          }
        });
  }

  private boolean needsPng() {
    return formats.stream().anyMatch(format -> format.kind().isEmpty());
  }

  private ParquetWriter<Group> predictions() throws IOException {
    if (predictions == null) {
      predictions = ParquetTable.PREDICTIONS.open(staged("predictions"), files);
    }
    return predictions;
  }

  private Group row(WrittenFrame written, byte[] png) {
    PlannedFrame frame = written.frame();
    Group row = ParquetTable.PREDICTIONS.row();
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
          if (metrics == null) {
            metrics = ParquetTable.FRAME_METRICS.open(staged("frame_metrics"), files);
          }
          Group row =
              ParquetTable.FRAME_METRICS
                  .row()
                  .append("video", range.video())
                  .append("frame", frame);
          for (Map.Entry<Metric, Double> value : values.values().entrySet()) {
            row.append(value.getKey().column(), value.getValue());
          }
          metrics.write(row.append("fixations", values.fixations()));
          measured++;
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
    if (folder.published(range, run).isPresent()) {
      return List.of();
    }
    folder.write(() -> publishFiles(bad));
    return bad;
  }

  private void publishFiles(List<BadFrame> bad) throws IOException {
    LeaseFile lease = new LeaseFile(folder);
    LeaseHolder holder = lease.requireOpen(run, RunPhase.SEGMENTS);
    Map<Path, Path> own = new LinkedHashMap<>(); // files with names of this attempt
    List<Published.VideoPart> parts = new ArrayList<>();
    for (Map.Entry<Format, java.nio.file.Path> part : videos.finish().entrySet()) {
      Path copy = staged(part.getKey() + ".mp4");
      files.copyFromDisk(part.getValue(), copy);
      own.put(copy, folder.paths().videoPart(part.getKey(), range, attempt));
      parts.add(new Published.VideoPart(part.getKey(), files.lengthOf(copy)));
    }
    long rowBytes =
        finish(predictions, "predictions", folder.paths().predictions(range, attempt), own);
    long measuredBytes =
        finish(metrics, "frame_metrics", folder.paths().frameMetrics(range, attempt), own);
    Path record = staged("record.json");
    Published published =
        new Published(
            range,
            new Published.Attempt(attempt, run, holder.claim()),
            segment.inputs(),
            new Published.Maps(maps, mapBytes),
            new Published.Maps(maps16, map16Bytes),
            new Published.Rows(rows, rowBytes),
            new Published.Rows(measured, measuredBytes),
            parts,
            bad);
    files.stage(record, Json.write(published).getBytes(StandardCharsets.UTF_8));
    try {
      // When the lease is taken over or the phase ends, the staging folder goes next: from then on,
      // moving fails. On object stores files are staged elsewhere, so the lease is read again.
      lease.requireOpen(run, RunPhase.SEGMENTS);
      Map<Path, Path> moves = new LinkedHashMap<>();
      maps.forEach(name -> moves.put(stagedMap(name), folder.paths().map(range, name)));
      maps16.forEach(name -> moves.put(stagedMap16(name), folder.paths().map16(range, name)));
      moves.putAll(own);
      files.publish(moves);
      lease.requireOpen(run, RunPhase.SEGMENTS);
    } catch (IOException | RuntimeException e) {
      own.values().forEach(this::deleteQuietly);
      throw e;
    }
    files.publish(Map.of(record, folder.paths().record(range, attempt)));
  }

  /** Deletes a file that no record names; the next run would delete it, too. */
  private void deleteQuietly(Path file) {
    try {
      files.delete(file);
    } catch (IOException | RuntimeException e) {
      LOG.debug("cannot delete {}", file, e);
    }
  }

  /** Completes a table and adds it to the moves; returns its size in bytes, 0 without one. */
  private long finish(ParquetWriter<Group> table, String name, Path target, Map<Path, Path> moves)
      throws IOException {
    if (table == null) {
      return 0;
    }
    table.close();
    moves.put(staged(name), target);
    return files.lengthOf(staged(name));
  }

  private Path stagedMap(String frame) {
    return staged(PathNames.escape(frame) + ".png");
  }

  private Path stagedMap16(String frame) {
    return staged("16/" + PathNames.escape(frame) + ".png");
  }

  private Path staged(String name) {
    if (staging == null) {
      staging = folder.read(() -> folder.staging(attempt));
    }
    return new Path(staging, name);
  }

  @Override
  public void close() throws IOException {
    videos.close();
    if (staging != null) {
      closeQuietly(predictions);
      closeQuietly(metrics);
      files.delete(staging);
    }
  }

  /** Closes the stream of an unpublished table, ignoring errors since the file is deleted. */
  private static void closeQuietly(ParquetWriter<Group> table) {
    try {
      if (table != null) {
        table.close();
      }
    } catch (IOException | RuntimeException | FSError e) {
      LOG.debug("cannot complete a staged table", e);
    }
  }
}
