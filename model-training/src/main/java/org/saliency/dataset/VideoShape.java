package org.saliency.dataset;

import java.util.List;
import java.util.Map;

/** The folder structure of a data set. */
interface VideoShape {

  /** The expected paths of frames, for example {@code <video>/images/*.png}. */
  String description();

  /** The expected paths of the truth. */
  String truthDescription();

  /** Whether a folder contains subfolders that are typical of this structure. */
  boolean isMarkedIn(Folder root);

  /**
   * The stored parts of each video, in name order; a video may have truth but no frames.
   *
   * @throws org.saliency.UserException when there are no videos
   */
  List<VideoParts> parts(Folder root);

  /** The parts of the data set that folders declare, by the names of videos; empty if none do. */
  default Map<String, DeclaredSplit.Part> declaredParts(Folder root) {
    return Map.of();
  }
}
