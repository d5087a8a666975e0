package org.saliency.video;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.saliency.frame.Size;

/** Copies grey values to the luma plane in full range; the chroma planes are neutral. */
final class GreyPlanes implements PicturePlanes {

  private static final byte NEUTRAL = (byte) 128;

  private final Size size;
  private final byte[] neutral;

  GreyPlanes(Size size) {
    this.size = size;
    neutral = new byte[(size.width() + 1) / 2];
    Arrays.fill(neutral, NEUTRAL);
  }

  @Override
  public void fill(byte[] pixels, AVFrame frame) {
    BytePointer luma = frame.data(0);
    for (int row = 0; row < size.height(); row++) {
      luma.position((long) row * frame.linesize(0));
      luma.put(pixels, row * size.width(), size.width());
    }
    for (int plane = 1; plane <= 2; plane++) {
      BytePointer chroma = frame.data(plane);
      for (int row = 0; row < (size.height() + 1) / 2; row++) {
        chroma.position((long) row * frame.linesize(plane)).put(neutral, 0, neutral.length);
      }
    }
  }

  @Override
  public void close() {}
}
