package org.saliency.dataset;

import java.util.List;

/** How the videos of a data set and their truth lie in its folder. */
interface VideoShape {

  /** The shape in words, as in {@code <video>/images/*.png}. */
  String description();

  /** Where the shape keeps the truth, in words. */
  String truthDescription();

  /** Whether a data set's folder holds something that no other shape could mean. */
  boolean isMarkedIn(Folder root);

  /**
   * What the folder holds of each video, by name; of some of them perhaps truth alone.
   *
   * @throws org.saliency.UserException when it holds no videos
   */
  List<VideoParts> parts(Folder root);
}
