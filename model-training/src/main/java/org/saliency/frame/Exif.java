package org.saliency.frame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** EXIF data, which has the structure of a TIFF file. */
public final class Exif {

  /** Longest data that is read; a segment of a JPEG file holds no more. */
  public static final int MAX_BYTES = 1 << 16;

  private static final byte[] PREFIX = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int ORIENTATION = 0x0112;
  private static final int ENTRY_BYTES = 12;
  private static final int SHORT = 3;

  private Exif() {}

  /** The data behind the prefix of JPEG's segments; empty without the prefix. */
  public static Optional<byte[]> behindPrefix(byte[] segment) {
    int length = PREFIX.length;
    return Arrays.equals(segment, 0, Math.min(length, segment.length), PREFIX, 0, length)
        ? Optional.of(Arrays.copyOfRange(segment, length, segment.length))
        : Optional.empty();
  }

  /**
   * The orientation in EXIF data.
   *
   * @param bytes begins with the byte order
   * @return empty if the data has none or is damaged
   */
  public static Optional<PictureTurn> turn(byte[] bytes) {
    return turn(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
  }

  /**
   * The orientation in EXIF data or a TIFF file.
   *
   * @param tiff the data from its start; its position and byte order change
   * @return empty if the data has none or is damaged
   */
  public static Optional<PictureTurn> turn(ImageInputStream tiff) {
    try {
      tiff.setByteOrder(tiff.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      tiff.seek(Integer.BYTES);
      long entries = tiff.readUnsignedInt();
      tiff.seek(entries);
      int count = tiff.readUnsignedShort();
      for (int i = 0; i < count; i++) {
        tiff.seek(entries + Short.BYTES + (long) i * ENTRY_BYTES);
        if (tiff.readUnsignedShort() == ORIENTATION && tiff.readUnsignedShort() == SHORT) {
          tiff.skipBytes(Integer.BYTES); // the number of values, one
          return Optional.of(PictureTurn.ofExif(tiff.readUnsignedShort()));
        }
      }
      return Optional.empty();
    } catch (IOException | IndexOutOfBoundsException damaged) {
      return Optional.empty();
    }
  }
}
