package org.saliency.calibration;

import java.util.List;
import java.util.Set;
import org.saliency.UserException;
import org.saliency.dataset.Dataset;
import org.saliency.dataset.Video;
import org.saliency.model.Model;
import org.saliency.model.TrainedVideos;
import org.saliency.storage.Storage;

/** The test videos that a model declares, and the videos that it was trained on. */
final class TestVideos {

  private TestVideos() {}

  /**
   * Requires that a data set has none of them.
   *
   * @param file name of the model file
   * @param data folder of the data set
   * @param verb what the videos are used for
   * @throws UserException naming the first one
   */
  static void requireNone(Model model, String file, Dataset dataset, String data, String verb) {
    Set<String> tests = Set.copyOf(model.description().declaredTests());
    List<String> shared =
        dataset.videos().stream().map(Video::name).filter(tests::contains).toList();
    if (!shared.isEmpty()) {
      throw UserException.input(
          "video '%s' of %s is a declared test video of %s (%d of its videos are): %s on"
              + " other videos, else the test results are meaningless",
          shared.get(0), data, file, shared.size(), verb);
    }
  }

  /**
   * Requires that a data set has no video that a model was trained on.
   *
   * @throws UserException naming the first one
   */
  static void requireNotTrained(
      Model model, String file, Dataset dataset, String data, Storage storage) {
    TrainedVideos trained = model.description().trainedVideos();
    List<String> shared =
        dataset.videos().stream()
            .filter(video -> trained.contains(video, storage))
            .map(Video::name)
            .toList();
    if (!shared.isEmpty()) {
      throw UserException.input(
          "video '%s' of %s took part in the training of %s (%d of its videos did): calibrate on"
              + " other videos",
          shared.get(0), data, file, shared.size());
    }
  }
}
