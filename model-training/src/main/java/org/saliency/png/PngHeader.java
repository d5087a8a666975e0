package org.saliency.png;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.saliency.frame.Exif;
import org.saliency.frame.PictureHeader;
import org.saliency.frame.PictureTurn;
import org.saliency.frame.Size;

/** Reads the header of PNG files. */
public final class PngHeader {

  private static final int SIGNATURE_BYTES = 8;
  private static final int CHECKSUM_BYTES = 4;
  private static final int EXIF = 0x65584966;

  private PngHeader() {}

  /**
   * Reads the chunks before the pixels. EXIF data behind the pixels is not read, as in most
   * viewers.
   *
   * @param file a PNG file from its start; left open
   * @throws IOException when the file has no header or ends before its end
   */
  public static PictureHeader read(InputStream file) throws IOException {
    DataInputStream in = new DataInputStream(file);
    in.skipNBytes(SIGNATURE_BYTES);
    int length = in.readInt();
    if (in.readInt() != GreyPng.IHDR) {
      throw new IOException("it has no header");
    }
    Size size = new Size(in.readInt(), in.readInt());
    try {
      in.skipNBytes(length - 2L * Integer.BYTES + CHECKSUM_BYTES);
      return new PictureHeader(size, turn(in));
    } catch (EOFException damaged) { // found when the pixels are read
      return new PictureHeader(size, PictureTurn.NONE);
    }
  }

  private static PictureTurn turn(DataInputStream in) throws IOException {
    while (true) {
      int length = in.readInt();
      int type = in.readInt();
      if (type == GreyPng.IDAT || type == GreyPng.IEND || length < 0) {
        return PictureTurn.NONE;
      }
      if (type == EXIF && length <= Exif.MAX_BYTES) {
        byte[] exif = new byte[length];
        in.readFully(exif);
        return Exif.turn(exif).orElse(PictureTurn.NONE);
      }
      in.skipNBytes((long) length + CHECKSUM_BYTES);
    }
  }
}
