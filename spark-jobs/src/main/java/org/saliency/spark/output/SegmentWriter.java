package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Metric;
import org.saliency.spark.plan.FrameRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the results of one segment to a staging folder, frame after frame, and publishes them
 * together. Closing it without publishing leaves nothing behind.
 *
 * <p>Publishing moves the files to their final names, one by one, and then writes the segment's
 * record, which makes them count ({@link OutputFolder}). When two attempts work at one segment, as
 * with speculative execution, the first to write the record wins: the other finds it and gives its
 * own files up. When both are at it in the same moment, each puts the same bytes in the same place,
 * since results depend on frames, model and settings alone.
 */
public final class SegmentWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);

  /** What is written for each frame. */
  public enum Format {
    /** An 8-bit grey PNG in the folder of its video. */
    PNG,
    /** A row of the table {@code predictions}. */
    PARQUET
  }

  private final OutputFolder folder;
  private final HadoopFiles files;
  private final FrameRange range;
  private final Set<Format> formats;
  private final String attempt;
  private Path staging;
  private final List<String> maps = new ArrayList<>();
  private ParquetWriter<Group> predictions;
  private ParquetWriter<Group> metrics;

  /**
   * Starts a segment.
   *
   * @param attempt names the staging folder: no other attempt, at this segment or another, has it
   */
  public SegmentWriter(OutputFolder folder, FrameRange range, Set<Format> formats, String attempt) {
    this.folder = folder;
    this.files = folder.files();
    this.range = range;
    this.formats = formats;
    this.attempt = attempt;
  }

  /**
   * Adds the map of the next frame, as PNG.
   *
   * @param ptsMicros when the frame is shown, where that is known
   * @throws UserException when the output takes no more
   */
  public void map(int frame, String name, OptionalLong ptsMicros, Size size, byte[] png) {
    write(
        () -> {
          if (formats.contains(Format.PNG)) {
            files.stage(staged(name + ".png"), png);
            maps.add(name);
          }
          if (formats.contains(Format.PARQUET)) {
            if (predictions == null) {
              predictions = ParquetTable.PREDICTIONS.open(staged("predictions"), files);
            }
            Group row =
                ParquetTable.PREDICTIONS.row().append("frame", frame).append("frame_name", name);
            ptsMicros.ifPresent(micros -> row.append("pts_us", micros));
            predictions.write(
                row.append("width", size.width())
                    .append("height", size.height())
                    .append("png", Binary.fromConstantByteArray(png)));
          }
        });
  }

  /**
   * Adds the metrics of the next frame.
   *
   * @throws UserException when the output takes no more
   */
  public void metrics(int frame, FrameMetrics values) {
    write(
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
        });
  }

  /**
   * Moves everything to its final place and records the segment as published, unless another
   * attempt has done so.
   *
   * @param bad frames that are missing
   * @return frames that are missing in what is published now
   * @throws UserException when the output takes no more
   */
  public List<BadFrame> publish(List<BadFrame> bad) {
    Optional<Published> winner = folder.published(range);
    if (winner.isPresent()) {
      return winner.get().bad();
    }
    write(
        () -> {
          Map<Path, Path> moves = new LinkedHashMap<>();
          for (String name : maps) {
            moves.put(staged(name + ".png"), folder.map(range, name));
          }
          long rows = finish(predictions, "predictions", folder.predictions(range), moves);
          long measured = finish(metrics, "frame_metrics", folder.frameMetrics(range), moves);
          files.publish(moves);
          files.write(
              folder.record(range), Json.write(new Published(range, maps, rows, measured, bad)));
        });
    return bad;
  }

  /** Closes a table, if there is one, to be moved; gives its length in bytes. */
  private long finish(ParquetWriter<Group> table, String name, Path target, Map<Path, Path> moves)
      throws IOException {
    if (table == null) {
      return 0;
    }
    table.close();
    moves.put(staged(name), target);
    return files.find(staged(name).toString()).orElseThrow().length();
  }

  private Path staged(String name) throws IOException {
    if (staging == null) {
      staging = folder.staging(attempt);
    }
    return new Path(staging, name);
  }

  private interface Step {
    void run() throws IOException;
  }

  private void write(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw folder.unwritable(e);
    } catch (FSError e) {
      throw folder.unwritable(HadoopFiles.fault(e));
    }
  }

  @Override
  public void close() throws IOException {
    if (staging != null) {
      closeQuietly(predictions);
      closeQuietly(metrics);
      files.delete(staging);
    }
  }

  /** Gives a table's stream back. What is left unpublished is removed: faults do not matter. */
  private static void closeQuietly(ParquetWriter<Group> table) {
    try {
      if (table != null) {
        table.close();
      }
    } catch (IOException | RuntimeException | FSError e) {
      LOG.debug("a staged table could not be finished", e);
    }
  }
}
