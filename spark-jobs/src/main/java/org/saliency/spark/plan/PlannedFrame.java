package org.saliency.spark.plan;

import java.io.Serializable;
import java.util.Optional;
import org.saliency.dataset.VideoFrame;

/** One frame of a segment and the files that go with it, ready to travel to an executor. */
public final class PlannedFrame implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int index;
  private final String name;
  private final String image;
  // Null stands for absent: an Optional cannot be serialised.
  private final String map;
  private final String fixations;

  /** The frame that a data set lists. */
  public PlannedFrame(VideoFrame frame) {
    this.index = frame.index();
    this.name = frame.name();
    this.image = frame.image();
    this.map = frame.map().orElse(null);
    this.fixations = frame.fixations().orElse(null);
  }

  /** Position in the video, from 0. */
  public int index() {
    return index;
  }

  /** Stem of the frame's file: the name of its map, too. */
  public String name() {
    return name;
  }

  /** Path of the picture. */
  public String image() {
    return image;
  }

  /** Path of the ground-truth map, if there is one. */
  public Optional<String> map() {
    return Optional.ofNullable(map);
  }

  /** Path of the fixations, if there are any. */
  public Optional<String> fixations() {
    return Optional.ofNullable(fixations);
  }
}
