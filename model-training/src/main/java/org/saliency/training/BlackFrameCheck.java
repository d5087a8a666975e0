package org.saliency.training;

import org.saliency.UserException;
import org.saliency.dataset.BlackFrames;
import org.saliency.training.sample.Batch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a run whose frames are black although their maps are not, and warns of one with many. */
final class BlackFrameCheck {

  private static final Logger LOG = LoggerFactory.getLogger(BlackFrameCheck.class);

  /** Number of frames after which a run with black frames alone ends. */
  private static final int ENOUGH = 32;

  private final String part;
  private final BlackFrames frames = new BlackFrames();
  private boolean isOver;

  /**
   * A check of the first epoch.
   *
   * @param part of the data, for messages
   */
  BlackFrameCheck(String part) {
    this.part = part;
  }

  /**
   * Adds a batch.
   *
   * @throws UserException if all of many frames are black
   */
  void add(Batch batch) {
    if (!isOver) {
      frames.add(batch.size(), batch.black());
      if (frames.read() >= ENOUGH) {
        requireOthers();
      }
    }
  }

  /**
   * Ends the check.
   *
   * @throws UserException if all frames are black
   */
  void finish() {
    requireOthers();
    if (!isOver && frames.areMany()) {
      LOG.warn("{}: {}", part, frames.text());
    }
    isOver = true;
  }

  private void requireOthers() {
    if (frames.areAll()) {
      throw UserException.input("%s: %s", part, frames.text());
    }
  }
}
