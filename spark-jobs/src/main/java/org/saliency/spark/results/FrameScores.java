package org.saliency.spark.results;

import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.metric.Metric;
import org.saliency.spark.storage.HadoopFiles;

/** The metrics of each frame of a run, from its table {@code frame_metrics}, in memory. */
public final class FrameScores {

  private final Map<String, Series> videos = new HashMap<>();

  private FrameScores() {}

  /**
   * Reads the table of a run, for the videos of its scores.
   *
   * @throws UserException when the table is missing or cannot be read
   */
  public static FrameScores read(HadoopFiles files, Scores scores) {
    FrameScores frames = new FrameScores();
    scores.videos().forEach(video -> frames.videos.put(video.name(), new Series()));
    new FrameTable(files, scores)
        .forEach(
            row -> {
              Series series = frames.videos.get(row.video());
              if (series != null) {
                series.add(row);
              }
            });
    return frames;
  }

  /** The index after the last measured frame of a video; 0 without any. */
  public int length(String video) {
    Series series = videos.get(video);
    return series == null ? 0 : series.measured.length();
  }

  /** The value of a frame; NaN if it was not measured or is undefined. */
  public double value(String video, Metric metric, int frame) {
    Series series = videos.get(video);
    float[] values = series == null ? null : series.values.get(metric);
    return values == null || frame >= values.length ? Double.NaN : values[frame];
  }

  /** The values of one video. */
  private static final class Series {

    private static final int FIRST_CAPACITY = 256;

    private final Map<Metric, float[]> values = new EnumMap<>(Metric.class);
    private final BitSet measured = new BitSet();

    void add(FrameTable.Row row) {
      measured.set(row.frame());
      row.values()
          .forEach(
              (metric, value) -> {
                float[] own = values.get(metric);
                if (own == null || own.length <= row.frame()) {
                  own = grown(own, row.frame() + 1);
                  values.put(metric, own);
                }
                own[row.frame()] = value.floatValue();
              });
    }

    private static float[] grown(float[] old, int needed) {
      int length = old == null ? 0 : old.length;
      float[] longer = new float[Math.max(needed, Math.max(FIRST_CAPACITY, 2 * length))];
      Arrays.fill(longer, Float.NaN);
      if (old != null) {
        System.arraycopy(old, 0, longer, 0, length);
      }
      return longer;
    }
  }
}
