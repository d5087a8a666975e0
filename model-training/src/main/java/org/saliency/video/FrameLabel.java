package org.saliency.video;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * What tells the frames of a file apart: each packet carries it through the decoder to the frame
 * that comes out.
 */
enum FrameLabel {
  /** The packet's presentation timestamp. */
  PRESENTATION {
    @Override
    long of(AVPacket packet, long number) {
      return packet.pts();
    }
  },
  /** The packet's decoding timestamp, in files that hold no other. */
  DECODING {
    @Override
    long of(AVPacket packet, long number) {
      return packet.dts();
    }
  },
  /**
   * The packet's number in the file, and which of its frames it is, where timestamps tell nothing.
   * It can only be counted from the start.
   */
  NUMBER {
    @Override
    long of(AVPacket packet, long number) {
      return number;
    }
  };

  private static final int MOST_FRAMES_OF_A_PACKET = 1 << 8;

  /**
   * What a packet's frame is to carry.
   *
   * @param number how many packets were read before it
   */
  abstract long of(AVPacket packet, long number);

  /** The label of a frame by the number of its packet, and its place among that packet's frames. */
  static long ofNumber(long packet, int frameOfPacket) {
    return packet * MOST_FRAMES_OF_A_PACKET + frameOfPacket;
  }
}
