package org.saliency.spark.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Video;
import org.saliency.dataset.VideoFrame;
import org.saliency.frame.Size;
import org.saliency.spark.output.HadoopFiles;
import org.saliency.storage.Storage.Entry;
import org.saliency.video.ImageFile;

/** Finds the videos that a user names. */
final class Inputs {

  private final HadoopFiles files;

  Inputs(HadoopFiles files) {
    this.files = files;
  }

  /**
   * The videos of all paths: folders of videos, single videos, or globs of either.
   *
   * @throws UserException when a path holds none, or two videos share a name
   */
  List<Dataset> read(List<String> paths) {
    List<Dataset> datasets = new ArrayList<>();
    Map<String, String> placeByVideo = new TreeMap<>();
    for (String path : paths) {
      for (String folder : expand(path)) {
        Dataset dataset = Datasets.read(files, folder, Optional.empty());
        for (Video video : dataset.videos()) {
          String other = placeByVideo.put(video.name(), folder);
          if (other != null) {
            throw UserException.input(
                "video '%s' is in %s and in %s: rename one, since results go by name",
                video.name(), other, folder);
          }
        }
        datasets.add(dataset);
      }
    }
    return datasets;
  }

  private List<String> expand(String path) {
    try {
      if (files.find(path).isPresent()) {
        return List.of(path);
      }
      List<String> matches = files.glob(path).stream().map(Entry::path).toList();
      if (matches.isEmpty()) {
        throw UserException.input("input %s does not exist: check the path", path);
      }
      return matches;
    } catch (IOException e) {
      throw UserException.input(e, "input %s cannot be read: %s", path, e);
    }
  }

  /**
   * Size of the first frame that can be read, from its header.
   *
   * @throws UserException when no frame can be read
   */
  Size frameSize(Video video) {
    UserException first = null;
    for (VideoFrame frame : video.frames()) {
      try (InputStream stream = files.open(frame.image())) {
        return ImageFile.readSize(stream, frame.image());
      } catch (UserException fault) {
        first = first == null ? fault : first;
      } catch (IOException e) {
        throw UserException.input(e, "%s cannot be read: %s", frame.image(), e);
      }
    }
    throw first;
  }
}
