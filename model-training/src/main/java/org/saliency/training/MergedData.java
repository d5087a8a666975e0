package org.saliency.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Datasets;
import org.saliency.dataset.Layout;
import org.saliency.dataset.Video;
import org.saliency.storage.Storage;

/**
 * The videos of several folders as one data set. Videos of equal names are named after their
 * folders, too: {@code crowd/001}.
 *
 * @param dataset all videos; its layout is that of the first folder
 * @param weights weights other than 1 by the name of the video
 */
record MergedData(Dataset dataset, Map<String, Double> weights) {

  /**
   * Reads the folders.
   *
   * @param layout of all folders; empty to detect that of each
   * @throws UserException when a folder cannot be read, or two have equal names and videos
   */
  static MergedData read(List<TrainingData> folders, Optional<Layout> layout, Storage storage) {
    List<Dataset> sets =
        folders.stream().map(data -> Datasets.read(storage, data.folder(), layout)).toList();
    Map<String, Long> occurrences =
        sets.stream()
            .flatMap(set -> set.videos().stream())
            .collect(Collectors.groupingBy(Video::name, Collectors.counting()));
    Set<String> names = new HashSet<>();
    List<Video> all = new ArrayList<>();
    Map<String, Double> weights = new HashMap<>();
    for (int i = 0; i < sets.size(); i++) {
      TrainingData data = folders.get(i);
      for (Video video : sets.get(i).videos()) {
        Video named = occurrences.get(video.name()) == 1 ? video : named(video, data.folder());
        if (!names.add(named.name())) {
          throw UserException.input(
              "video '%s' is in two folders of --data: give each folder once, and folders with"
                  + " equal videos different names",
              named.name());
        }
        all.add(named);
        if (data.weight() != 1) {
          weights.put(named.name(), data.weight());
        }
      }
    }
    return new MergedData(new Dataset(sets.get(0).layout(), all), weights);
  }

  private static Video named(Video video, String folder) {
    Path path = Path.of(folder).toAbsolutePath().normalize();
    return new Video(path.getFileName() + "/" + video.name(), video.frames(), video.files());
  }
}
