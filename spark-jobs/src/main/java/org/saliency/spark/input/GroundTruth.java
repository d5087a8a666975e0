package org.saliency.spark.input;

import java.util.Optional;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.dataset.FrameLocation;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Profile;
import org.saliency.spark.plan.TruthFiles;

/**
 * Reads the ground truth of frames and computes metrics of maps against it.
 *
 * @param files reads the files
 * @param profile computes the metrics
 */
public record GroundTruth(FrameFiles files, Profile profile) {

  /** For files of fixations, which have their own size. */
  private static final Size ANY_SIZE = new Size(1, 1);

  /**
   * Fixations of a frame; empty without any.
   *
   * @param frameSize size of the video's frames, for lists of fixations
   * @throws UserException when they cannot be read
   */
  public Optional<Fixations> fixations(TruthFiles truth, Size frameSize) {
    return truth.fixations().map(location -> files.fixations(location, frameSize));
  }

  /**
   * Ground truth of a frame; each part may be missing.
   *
   * @param map ground-truth map
   * @param fixations fixations
   */
  public record Read(Optional<SaliencyMap> map, Optional<Fixations> fixations) {}

  /**
   * Reads the ground truth of a frame.
   *
   * @param frameSize size of the video's frames, for lists of fixations without a map
   * @throws UserException when it cannot be read
   */
  public Read read(TruthFiles truth, Size frameSize) {
    Optional<SaliencyMap> map = truth.map().map(files::map);
    Size size = map.map(SaliencyMap::size).orElse(frameSize);
    return new Read(map, fixations(truth, size));
  }

  /**
   * Reads the ground truth of a frame whose size is unknown.
   *
   * @throws UserException when it cannot be read, or only consists of a list of fixations, which
   *     does not contain the size
   */
  public Read readWithoutFrame(TruthFiles truth) {
    Optional<SaliencyMap> map = truth.map().map(files::map);
    if (map.isEmpty() && truth.fixations().filter(location -> !location.isFile()).isPresent()) {
      throw UserException.input(
          "The frame size of %s is unknown without a predicted map or a ground-truth map: set"
              + " --missing skip or fail, or add ground-truth maps",
          truth.fixations().get());
    }
    Size size = map.map(SaliencyMap::size).orElse(ANY_SIZE);
    return new Read(map, fixations(truth, size));
  }

  /**
   * Reads the fixations of a frame. Its map is only read for its size, where that of the fixations
   * is unknown without it.
   *
   * @param frameSize size of the video's frames, for lists of fixations without a map; empty if it
   *     is unknown
   * @return without a map
   * @throws UserException as {@link #readWithoutFrame}
   */
  public Read readFixations(TruthFiles truth, Optional<Size> frameSize) {
    if (truth.fixations().filter(FrameLocation::isFile).isPresent()) {
      return new Read(Optional.empty(), fixations(truth, frameSize.orElse(ANY_SIZE)));
    }
    Read read = frameSize.isPresent() ? read(truth, frameSize.get()) : readWithoutFrame(truth);
    return new Read(Optional.empty(), read.fixations());
  }

  /**
   * Computes the metrics of a map.
   *
   * @param written the map as stored in its file
   * @throws UserException when the ground truth does not fit the map or the profile
   */
  public FrameMetrics measure(SaliencyMap written, Read truth) {
    return profile.measure(written, truth.map(), truth.fixations());
  }

  /**
   * Reads the ground truth of a frame and computes the metrics of its map.
   *
   * @param written the map as stored in its file
   * @param frameSize size of the video's frames, for lists of fixations without a map
   * @throws UserException when the ground truth cannot be read
   */
  public FrameMetrics measure(SaliencyMap written, TruthFiles truth, Size frameSize) {
    return measure(written, read(truth, frameSize));
  }
}
