package org.saliency.video;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.saliency.frame.Size;

/** Takes grey values as brightness in full range, as they are; the colour planes say "none". */
final class GreyPlanes implements PicturePlanes {

  private static final byte NO_COLOUR = (byte) 128;

  private final Size size;
  private final byte[] noColour;

  GreyPlanes(Size size) {
    this.size = size;
    noColour = new byte[(size.width() + 1) / 2];
    Arrays.fill(noColour, NO_COLOUR);
  }

  @Override
  public void fill(byte[] pixels, AVFrame frame) {
    BytePointer brightness = frame.data(0);
    for (int row = 0; row < size.height(); row++) {
      brightness.position((long) row * frame.linesize(0));
      brightness.put(pixels, row * size.width(), size.width());
    }
    for (int plane = 1; plane <= 2; plane++) {
      BytePointer colour = frame.data(plane);
      for (int row = 0; row < (size.height() + 1) / 2; row++) {
        colour.position((long) row * frame.linesize(plane)).put(noColour, 0, noColour.length);
      }
    }
  }

  @Override
  public void close() {}
}
