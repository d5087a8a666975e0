package org.saliency.spark.inference;

import java.io.IOException;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.map.FixationFile;
import org.saliency.map.Fixations;
import org.saliency.map.MapFile;
import org.saliency.map.SaliencyMap;
import org.saliency.metric.FrameMetrics;
import org.saliency.metric.Profile;
import org.saliency.spark.plan.TruthFiles;
import org.saliency.storage.Storage;

/** Reads the ground truth of frames and measures predictions by it. */
public final class GroundTruth {

  private final Storage storage;
  private final Profile profile;

  /** Reads from a storage, measures by a profile. */
  public GroundTruth(Storage storage, Profile profile) {
    this.storage = storage;
    this.profile = profile;
  }

  /**
   * Measures a map.
   *
   * @param written the map as it is in its file
   * @throws UserException when the ground truth cannot be read
   */
  public FrameMetrics measure(SaliencyMap written, TruthFiles truth) {
    Optional<SaliencyMap> map = truth.map().map(path -> MapFile.read(bytes(path), path));
    Optional<Fixations> fixations =
        truth.fixations().map(path -> FixationFile.read(bytes(path), path));
    return profile.measure(written, map, fixations);
  }

  private byte[] bytes(String path) {
    try {
      return storage.read(path);
    } catch (IOException e) {
      throw UserException.input(e, "ground truth %s cannot be read: %s", path, e);
    }
  }
}
