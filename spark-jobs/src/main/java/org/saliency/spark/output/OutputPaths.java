package org.saliency.spark.output;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.storage.PathNames;

/**
 * Paths inside an output folder.
 *
 * <pre>
 * maps/&lt;video&gt;/&lt;frame&gt;.png                      maps
 * maps16/&lt;video&gt;/&lt;frame&gt;.png                    maps with 16 bits
 * saliency_videos/&lt;video&gt;.mp4                   maps as videos
 * overlays/&lt;video&gt;.mp4                          frames under their maps as videos
 * predictions/video=&lt;video&gt;/&lt;segment&gt;.parquet     maps as rows
 * frame_metrics/&lt;video&gt;-&lt;segment&gt;.parquet         metrics per frame
 * video_metrics/, video_metrics.csv, summary.json, quarantine/, manifest.json
 * _saliency/owner.json                             model and settings of the results
 * _saliency/lease.json                             the run that is writing
 * _saliency/segments/&lt;video&gt;/&lt;segment&gt;.json       records of published segments
 * _saliency/video-indexes.json                     indexes of the input videos
 * _saliency/parts/&lt;folder&gt;/&lt;video&gt;/&lt;segment&gt;.mp4   parts of the videos
 * _saliency/staging/                               unpublished files
 * </pre>
 *
 * <p>Names of videos and frames are escaped ({@link PathNames}); ordinary ones stay as they are.
 *
 * @param root the output folder
 */
record OutputPaths(Path root) {

  /** Everything that depends on the model and the settings. */
  static final List<String> RESULTS =
      List.of(
          "maps",
          "maps16",
          "saliency_videos",
          "overlays",
          "_saliency/parts",
          "predictions",
          "frame_metrics",
          "video_metrics",
          "video_metrics.csv",
          "summary.json",
          "quarantine",
          "manifest.json",
          "_saliency/segments",
          "_saliency/staging",
          "_saliency/owner.json");

  /** What an evaluation writes. */
  static final List<String> TABLES =
      List.of(
          "frame_metrics",
          "video_metrics",
          "video_metrics.csv",
          "quarantine",
          "_saliency/owner.json");

  Path of(String name) {
    return new Path(root, name);
  }

  Path owner() {
    return of("_saliency/owner.json");
  }

  Path lease() {
    return of("_saliency/lease.json");
  }

  Path videoIndexes() {
    return of("_saliency/video-indexes.json");
  }

  /** Folder with a folder of records for each video. */
  Path records() {
    return of("_saliency/segments");
  }

  Path records(String video) {
    return new Path(records(), escape(video));
  }

  Path record(FrameRange range) {
    return new Path(records(range.video()), range.fileName() + ".json");
  }

  Path maps(String video) {
    return of("maps/" + PathNames.escape(video));
  }

  Path map(FrameRange range, String frameName) {
    return new Path(maps(range.video()), PathNames.escape(frameName) + ".png");
  }

  Path maps16(String video) {
    return of("maps16/" + PathNames.escape(video));
  }

  Path map16(FrameRange range, String frameName) {
    return new Path(maps16(range.video()), PathNames.escape(frameName) + ".png");
  }

  Path videoParts(Format format, String video) {
    return of("_saliency/parts/" + format.folder() + "/" + escape(video));
  }

  Path videoPart(Format format, FrameRange range) {
    return new Path(videoParts(format, range.video()), range.fileName() + ".mp4");
  }

  Path video(Format format, String video) {
    return of(format.folder() + "/" + PathNames.escape(video) + ".mp4");
  }

  Path predictions(String video) {
    return of("predictions/video=" + escape(video));
  }

  Path predictions(FrameRange range) {
    return new Path(predictions(range.video()), range.fileName() + ".parquet");
  }

  Path frameMetrics(FrameRange range) {
    return of("frame_metrics/" + escape(range.video()) + "-" + range.fileName() + ".parquet");
  }

  /** A video's name in the tables, their records and parts. */
  static String escape(String video) {
    return PathNames.escapeInTables(video);
  }

  static String unescape(String name) {
    return PathNames.unescape(name);
  }
}
