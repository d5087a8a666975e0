package org.saliency.dataset;

import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.storage.Storage;

/** Lists of fixations, each read when first asked for. */
final class FixationLists {

  FixationLists(Storage storage) {}

  Fixations read(FrameLocation location, Size size) {
    throw new UnsupportedOperationException(location.toString());
  }
}
