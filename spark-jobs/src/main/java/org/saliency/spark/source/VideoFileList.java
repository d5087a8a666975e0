package org.saliency.spark.source;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.classic.SparkSession;
import org.saliency.UserException;
import org.saliency.dataset.Datasets;
import org.saliency.frame.FrameName;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;
import scala.jdk.javaapi.CollectionConverters;

/** Lists the video files at some paths. */
final class VideoFileList {

  private final List<String> paths;
  private final Configuration hadoop;
  private final HadoopFiles files;

  private VideoFileList(List<String> paths, Configuration hadoop) {
    this.paths = paths;
    this.hadoop = hadoop;
    this.files = new HadoopFiles(hadoop);
  }

  /** Files of a query, reached with the settings of its session and its own options. */
  static VideoFileList of(VideoOptions options) {
    Configuration hadoop =
        SparkSession.active()
            .sessionState()
            .newHadoopConfWithOptions(
                scala.collection.immutable.Map.from(CollectionConverters.asScala(options.all())));
    return new VideoFileList(options.paths(), hadoop);
  }

  Configuration hadoop() {
    return hadoop;
  }

  /** Name of the video in a file. */
  static String name(Entry file) {
    return FrameName.stem(file.name());
  }

  /**
   * Lists the files in the order of the paths, those of a folder by name. A file that several paths
   * name is listed once.
   *
   * @throws UserException when a path does not exist or has no videos, or two videos have the same
   *     name
   */
  List<Entry> read() {
    List<Entry> videos = paths.stream().flatMap(path -> read(path).stream()).distinct().toList();
    Map<String, String> pathByName = new HashMap<>();
    for (Entry video : videos) {
      String other = pathByName.put(name(video), video.path());
      if (other != null) {
        throw UserException.input(
            "%s and %s are both video '%s': rename one or load them separately",
            other, video.path(), name(video));
      }
    }
    return videos;
  }

  private List<Entry> read(String path) {
    List<Entry> found;
    try {
      Optional<Entry> entry = files.find(path);
      if (entry.isPresent() && !entry.get().isFolder()) {
        return List.of(entry.get());
      }
      Stream<Entry> matches = entry.isPresent() ? entry.stream() : files.glob(path).stream();
      found = matches.flatMap(match -> Datasets.videoFiles(files, match).stream()).toList();
    } catch (IOException e) {
      throw UserException.input(e, "videos at %s cannot be listed: %s", path, e);
    }
    if (found.isEmpty()) {
      throw UserException.input(
          "no videos at %s: expected a video file, a folder of video files or a glob of these",
          path);
    }
    return found;
  }
}
