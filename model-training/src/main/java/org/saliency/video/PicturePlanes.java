package org.saliency.video;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Converts pictures to the frames of an encoder. */
interface PicturePlanes extends AutoCloseable {

  /**
   * Fills a frame.
   *
   * @param pixels in row-major order
   * @param frame allocated, of the encoded size, in yuv420p
   */
  void fill(byte[] pixels, AVFrame frame);

  @Override
  void close();
}
