package org.saliency.spark.output;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.saliency.hash.Sha256;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.storage.PathNames;

/**
 * Paths inside an output folder.
 *
 * <pre>
 * maps/&lt;video&gt;/&lt;frame&gt;.png                      maps
 * maps16/&lt;video&gt;/&lt;frame&gt;.png                    maps with 16 bits
 * density16/&lt;video&gt;/&lt;frame&gt;.png                 densities with 16 bits
 * saliency_videos/&lt;video&gt;.mp4                   maps as videos
 * overlays/&lt;video&gt;.mp4                          frames under their maps as videos
 * predictions/video=&lt;video&gt;/&lt;part&gt;.parquet        maps as rows
 * frame_metrics/&lt;video&gt;-&lt;part&gt;.parquet            metrics per frame
 * video_metrics/, video_metrics.csv, summary.json, quarantine/, manifest.json
 * _saliency/owner.json                             model and settings of the results
 * _saliency/lease.json                             the run that is writing
 * _saliency/plan.json                              number of frames that a run processes
 * _saliency/segments/&lt;video&gt;/&lt;part&gt;.json          records of published segments
 * _saliency/video-indexes.json                     indexes of the input videos
 * _saliency/parts/&lt;folder&gt;/&lt;video&gt;/&lt;part&gt;.mp4      parts of videos that are not joined yet
 * _saliency/joined/&lt;folder&gt;/&lt;video&gt;.json          records of joined videos
 * _saliency/staging/                               unpublished files
 * </pre>
 *
 * <p>A part is named by its segment and the attempt that wrote it, so that no attempt ever replaces
 * a part of another one.
 *
 * <p>Names of videos and frames are escaped ({@link PathNames}); ordinary ones stay as they are.
 *
 * @param root the output folder
 */
record OutputPaths(Path root) {

  static final String OWNER = "_saliency/owner.json";

  /** A file's name has at most 255 bytes; segment, attempt and ending follow. */
  private static final int LONGEST_PREFIX = 200;

  /** Everything that depends on the model and the settings. */
  static final List<String> RESULTS =
      Stream.concat(
              Stream.of(Format.values()).map(Format::folder).filter(Objects::nonNull),
              Stream.of(
                  "_saliency/parts",
                  "_saliency/joined",
                  "predictions",
                  "frame_metrics",
                  "video_metrics",
                  "video_metrics.csv",
                  "summary.json",
                  "quarantine",
                  "manifest.json",
                  "_saliency/segments",
                  "_saliency/staging"))
          .toList();

  /** What an evaluation writes. */
  static final List<String> TABLES =
      List.of(
          "frame_metrics",
          "video_metrics",
          "video_metrics.csv",
          "truth_sigmas.csv",
          "passport.json",
          "passport.csv",
          "passport.md",
          "quarantine");

  Path of(String name) {
    return new Path(root, name);
  }

  Path owner() {
    return of(OWNER);
  }

  Path lease() {
    return of("_saliency/lease.json");
  }

  /** Folder with a folder of records for each video. */
  Path records() {
    return of("_saliency/segments");
  }

  Path records(String video) {
    return new Path(records(), escape(video));
  }

  Path record(FrameRange range, String attempt) {
    return new Path(records(range.video()), part(range, attempt) + ".json");
  }

  /** Name of the files that an attempt at a segment writes. */
  static String part(FrameRange range, String attempt) {
    return range.fileName() + "-" + attempt;
  }

  Path maps(Format format, String video) {
    return of(format.folder() + "/" + PathNames.escape(video));
  }

  Path map(Format format, FrameRange range, String frameName) {
    return new Path(maps(format, range.video()), PathNames.escape(frameName) + ".png");
  }

  Path videoParts(Format format, String video) {
    return of("_saliency/parts/" + format.folder() + "/" + escape(video));
  }

  Path videoPart(Format format, FrameRange range, String attempt) {
    return new Path(videoParts(format, range.video()), part(range, attempt) + ".mp4");
  }

  Path joined(Format format, String video) {
    return of("_saliency/joined/" + format.folder() + "/" + escape(video) + ".json");
  }

  Path video(Format format, String video) {
    return of(format.folder() + "/" + PathNames.escape(video) + ".mp4");
  }

  Path predictions(String video) {
    return of("predictions/video=" + escape(video));
  }

  Path predictions(FrameRange range, String attempt) {
    return new Path(predictions(range.video()), part(range, attempt) + ".parquet");
  }

  /** Folder with the files of all videos. */
  Path frameMetrics() {
    return of("frame_metrics");
  }

  Path frameMetrics(FrameRange range, String attempt) {
    String name = frameMetricsPrefix(range.video()) + "-" + part(range, attempt) + ".parquet";
    return new Path(frameMetrics(), name);
  }

  /** A video's part of the names in {@code frame_metrics}: its hash if its name is too long. */
  static String frameMetricsPrefix(String video) {
    String escaped = escape(video);
    return escaped.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PREFIX
        ? escaped
        : new Sha256().add(video).hex();
  }

  /** A video's name in the tables, their records and parts. */
  static String escape(String video) {
    return PathNames.escapeInTables(video);
  }

  static String unescape(String name) {
    return PathNames.unescape(name);
  }
}
