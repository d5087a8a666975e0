package org.saliency.spark.input;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Layout;
import org.saliency.map.SaliencyMap;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.PublishedFiles;
import org.saliency.spark.plan.PlannedFrame;
import org.saliency.spark.plan.Segment;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.PathNames;
import org.saliency.spark.storage.TableFiles;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.ImageFile;

/** Predicted maps to be evaluated. */
public sealed interface Predictions permits PhotographMaps, PredictionFiles, PredictionTable {

  /**
   * Videos and frames of the maps.
   *
   * @throws UserException when there are none, or a video file cannot be read
   */
  Dataset list();

  /** Maps of segments, read on the executors. */
  JavaRDD<SegmentMaps> read(List<Segment> segments, int partitions);

  /**
   * Reads the maps of some frames on the driver.
   *
   * @param maps receives each map, one after another
   * @param errors receives the errors of maps that cannot be read
   */
  void pick(
      List<PlannedFrame> frames,
      BiConsumer<PlannedFrame, SaliencyMap> maps,
      Consumer<UserException> errors);

  /**
   * Predictions in a folder: output of {@code score} (PNG files if there are any, else the table,
   * else saliency videos), one of its folders of map files, or output of another method (PNG
   * folders per video, saliency videos, or images directly in the folder, each of a photograph).
   *
   * @throws UserException when the folder does not exist
   */
  static Predictions in(String folder, SparkSession spark) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    try {
      if (files.find(folder).isEmpty()) {
        throw UserException.input("predictions %s do not exist: check the path", folder);
      }
      Optional<PublishedFiles> published = PublishedFiles.in(folder, files.configuration());
      for (Format format : Format.ofMapFiles().toList()) {
        String maps = folder + "/" + format.folder();
        if (files.find(maps).isPresent()) {
          return mapFiles(maps, format, published, spark);
        }
      }
      Path own = HadoopFiles.path(folder);
      for (Format format : Format.ofMapFiles().toList()) {
        if (own.getParent() != null && own.getName().equals(format.folder())) {
          Optional<PublishedFiles> run =
              PublishedFiles.in(own.getParent().toString(), files.configuration());
          if (run.isPresent()) {
            return mapFiles(folder, format, run, spark);
          }
        }
      }
      if (files.find(folder + "/predictions").isPresent()) {
        return table(folder + "/predictions", published, spark);
      }
      if (own.getParent() != null && own.getName().equals("predictions")) {
        Optional<PublishedFiles> run =
            PublishedFiles.in(own.getParent().toString(), files.configuration());
        if (run.isPresent()) {
          return table(folder, run, spark);
        }
      }
      String videos = folder + "/saliency_videos";
      if (files.find(videos).isPresent()) {
        return new PredictionFiles(
            videos, Layout.VIDEOS, PathNames::unescape, (v, f) -> true, spark);
      }
      boolean hasFolders = files.list(folder).stream().anyMatch(Entry::isFolder);
      if (!hasFolders && !images(files, folder).isEmpty()) {
        return new PhotographMaps(folder, spark);
      }
      return new PredictionFiles(
          folder,
          hasFolders ? Layout.FRAMES : Layout.VIDEOS,
          UnaryOperator.identity(),
          (video, frame) -> true,
          spark);
    } catch (IOException e) {
      throw UserException.input(e, "predictions %s cannot be read: %s", folder, e);
    }
  }

  private static Predictions table(
      String folder, Optional<PublishedFiles> published, SparkSession spark) throws IOException {
    return new PredictionTable(
        folder,
        published.isPresent()
            ? published.get().predictions()
            : TableFiles.all(HadoopFiles.path(folder).toString()),
        spark);
  }

  private static Predictions mapFiles(
      String maps, Format format, Optional<PublishedFiles> published, SparkSession spark) {
    BiPredicate<String, String> isPublished =
        (video, frame) -> published.map(run -> run.hasMap(format, video, frame)).orElse(true);
    return new PredictionFiles(maps, Layout.FRAMES, PathNames::unescape, isPublished, spark);
  }

  /** The images directly in a folder. */
  static List<Entry> images(HadoopFiles files, String folder) throws IOException {
    return files.list(folder).stream()
        .filter(entry -> !entry.isFolder() && ImageFile.isImage(entry.name()))
        .toList();
  }

  /** Whether these are images directly in a folder, each of a photograph. */
  default boolean areOfPhotographs() {
    return this instanceof PhotographMaps;
  }
}
