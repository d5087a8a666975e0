package org.saliency.frame;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the header of JPEG files. */
public final class JpegHeader {

  private static final int EXIF_MARKER = 0xe1;
  private static final int START_OF_SCAN = 0xda;
  private static final int END_OF_PICTURE = 0xd9;

  private JpegHeader() {}

  /**
   * Reads the markers before the coded pixels.
   *
   * @param file a JPEG file from its start; left open
   * @throws IOException when the file ends before its size or the size is invalid
   */
  public static PictureHeader read(InputStream file) throws IOException {
    DataInputStream in = new DataInputStream(file);
    in.skipNBytes(2);
    Size size = null;
    PictureTurn turn = null;
    try {
      for (int marker = next(in); marker != START_OF_SCAN; marker = next(in)) {
        int length = in.readUnsignedShort() - 2;
        if (length < 0) {
          throw new IOException("a segment has no length");
        }
        if (marker == EXIF_MARKER && turn == null) {
          byte[] segment = new byte[length];
          in.readFully(segment);
          turn = turn(segment);
        } else if (JpegMarkers.beginsFrame(marker) && length >= 5) {
          in.readUnsignedByte(); // bits per sample
          int height = in.readUnsignedShort();
          size = new Size(in.readUnsignedShort(), height);
          in.skipNBytes(length - 5L);
        } else {
          in.skipNBytes(length);
        }
      }
    } catch (EOFException e) {
      if (size == null) {
        throw e;
      }
    }
    if (size == null) {
      throw new IOException("it has no size");
    }
    return new PictureHeader(size, turn == null ? PictureTurn.NONE : turn);
  }

  /** The next marker that a segment with a length follows. */
  private static int next(DataInputStream in) throws IOException {
    while (true) {
      int value = in.readUnsignedByte();
      boolean isMarker = value == 0xff;
      while (value == 0xff) {
        value = in.readUnsignedByte();
      }
      if (isMarker && value == END_OF_PICTURE) {
        throw new EOFException("it ends before its pixels");
      }
      if (isMarker && value >= 0xc0 && (value < 0xd0 || value > 0xd8)) {
        return value;
      }
    }
  }

  /** The turn in an EXIF segment; null if it is another kind of segment or has none. */
  private static PictureTurn turn(byte[] segment) {
    return Exif.behindPrefix(segment).flatMap(Exif::turn).orElse(null);
  }
}
