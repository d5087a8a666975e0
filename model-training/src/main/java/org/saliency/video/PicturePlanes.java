package org.saliency.video;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Brings pictures into the frames that an encoder takes. */
interface PicturePlanes extends AutoCloseable {

  /**
   * Fills a frame.
   *
   * @param pixels row after row
   * @param frame of the encoded size in yuv420p, with memory of its own
   */
  void fill(byte[] pixels, AVFrame frame);

  @Override
  void close();
}
