package org.saliency.spark.input;

import java.util.Optional;
import org.saliency.UserException;
import org.saliency.dataset.FrameFiles;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Profile;
import org.saliency.spark.plan.TruthFiles;

/**
 * Reads the ground truth of frames and measures predictions by it.
 *
 * @param files reads it
 * @param profile measures by it
 */
public record GroundTruth(FrameFiles files, Profile profile) {

  /**
   * Where observers looked; empty where that is not known.
   *
   * @param frameSize size of the video's frames, for lists of fixations
   * @throws UserException when it cannot be read
   */
  public Optional<Fixations> fixations(TruthFiles truth, Size frameSize) {
    return truth.fixations().map(location -> files.fixations(location, frameSize));
  }

  /**
   * The ground truth of a frame, as far as there is one.
   *
   * @param map where people look, as a map
   * @param fixations where they looked
   */
  public record Read(Optional<SaliencyMap> map, Optional<Fixations> fixations) {}

  /**
   * Reads what there is of a frame.
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
   * Measures a map.
   *
   * @param written the map as it is in its file
   * @throws UserException when it cannot be measured by such truth
   */
  public FrameMetrics measure(SaliencyMap written, Read truth) {
    return profile.measure(written, truth.map(), truth.fixations());
  }

  /**
   * Reads the ground truth of a frame and measures its map.
   *
   * @param written the map as it is in its file
   * @param frameSize size of the video's frames, for lists of fixations without a map
   * @throws UserException when the ground truth cannot be read
   */
  public FrameMetrics measure(SaliencyMap written, TruthFiles truth, Size frameSize) {
    return measure(written, read(truth, frameSize));
  }
}
