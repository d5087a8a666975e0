package org.saliency.spark.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Dataset.Unreadable;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.dataset.VideoIndexer;
import org.saliency.frame.Size;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;

/** Finds the videos at the paths of {@code --input}. */
public final class Inputs {

  private final HadoopFiles files;
  private final VideoIndexer indexer;

  /**
   * Finds videos.
   *
   * @param indexer indexes video files
   */
  public Inputs(HadoopFiles files, VideoIndexer indexer) {
    this.files = files;
    this.indexer = indexer;
  }

  /**
   * Finds the videos at some paths.
   *
   * @param paths folders of videos, single video folders, video files, pictures, or globs of these
   * @return one data set per path or match of a glob
   * @throws UserException when a path has no videos, or two videos have the same name
   */
  public List<Dataset> read(List<String> paths) {
    List<String> sources = paths.stream().flatMap(path -> expand(path).stream()).toList();
    List<Dataset> datasets = Datasets.readFrames(files, sources, Optional.empty(), indexer);
    Map<String, String> sourceByVideo = new TreeMap<>();
    for (int i = 0; i < sources.size(); i++) {
      for (String name : names(datasets.get(i))) {
        String other = sourceByVideo.put(name, sources.get(i));
        if (sources.get(i).equals(other)) {
          throw UserException.input("input %s is given twice: give it once", other);
        }
        if (other != null) {
          throw UserException.input(
              "video '%s' is in both %s and %s: rename one, since results are stored by name",
              name, other, sources.get(i));
        }
      }
    }
    return datasets;
  }

  private static List<String> names(Dataset dataset) {
    return Stream.concat(
            dataset.videos().stream().map(Video::name),
            dataset.unreadable().stream().map(Unreadable::name))
        .toList();
  }

  private List<String> expand(String path) {
    try {
      if (files.find(path).isPresent()) {
        return List.of(path);
      }
      List<String> matches = files.glob(path).stream().map(Entry::path).toList();
      if (matches.isEmpty()) {
        throw UserException.input(
            "input %s does not exist: check the path",
            HadoopFiles.path(path).isAbsolute() ? path : path + " (" + files.qualified(path) + ")");
      }
      return matches;
    } catch (IOException e) {
      throw UserException.input(e, "input %s cannot be read: %s", path, e);
    }
  }

  /**
   * Size of the first readable frame, from its header.
   *
   * @throws StorageException when a file cannot be read
   * @throws UserException when no frame is intact; the error of the first
   */
  public static Size frameSize(Video video, HadoopFiles files) {
    List<UserException> errors = new ArrayList<>();
    for (VideoFrame frame : video.frames()) {
      try {
        return FrameFiles.size(files, frame.image(), video.files());
      } catch (StorageException e) {
        throw e;
      } catch (UserException e) {
        errors.add(e);
      }
    }
    throw errors.get(0);
  }
}
