package org.saliency.video;

/**
 * What tells the frames of a file apart: each packet carries it through the decoder to the frame
 * that comes out.
 */
enum FrameLabel {
  /** The packet's presentation timestamp. */
  PRESENTATION,
  /** The packet's decoding timestamp, in files that hold no other. */
  DECODING,
  /** The packet's number in the file, where timestamps tell nothing; it can only be counted. */
  NUMBER
}
