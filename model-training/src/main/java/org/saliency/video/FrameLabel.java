package org.saliency.video;

import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** The label that identifies a frame; packets carry it through the decoder to their frames. */
enum FrameLabel {
  /** The packet's presentation timestamp. */
  PRESENTATION {
    @Override
    long of(AVPacket packet, long number) {
      return packet.pts();
    }
  },
  /** The packet's decoding timestamp, for files without distinct presentation timestamps. */
  DECODING {
    @Override
    long of(AVPacket packet, long number) {
      return packet.dts();
    }
  },
  /**
   * The packet's number in the file and the frame's number in the packet, for files without
   * distinct timestamps. Requires reading from the start.
   */
  NUMBER {
    @Override
    long of(AVPacket packet, long number) {
      return number;
    }
  };

  private static final int MAX_FRAMES_PER_PACKET = 1 << 8;

  /**
   * The label of a packet.
   *
   * @param number of packets read before
   */
  abstract long of(AVPacket packet, long number);

  /** The label of a frame from the numbers of its packet and of the frame in it. */
  static long ofNumber(long packet, int frameOfPacket) {
    return packet * MAX_FRAMES_PER_PACKET + frameOfPacket;
  }
}
