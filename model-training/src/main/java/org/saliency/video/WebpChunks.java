package org.saliency.video;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.saliency.frame.Exif;
import org.saliency.frame.PictureHeader;
import org.saliency.frame.PictureTurn;
import org.saliency.frame.Size;

/** The chunks of a WebP file. */
final class WebpChunks {

  /** Number of bytes that hold the size. */
  private static final int START_BYTES = 30;

  private static final int LENGTH_AT = 4;
  private static final int CHUNKS_AT = 12;
  private static final int LOSSY = 0x20385056; // "VP8 "
  private static final int LOSSLESS = 0x4c385056; // "VP8L"
  private static final int EXTENDED = 0x58385056; // "VP8X"
  private static final int EXTENDED_BYTES = 10;
  private static final int EXIF = 0x46495845; // "EXIF"
  private static final int PROFILE = 0x50434349; // "ICCP"
  private static final int XMP = 0x20504d58; // "XMP "
  private static final int FLAGS_AT = 20;
  private static final int HAS_EXIF = 0x08;
  private static final int IS_ANIMATED = 0x02;
  private static final int HAS_METADATA = 0x20 | HAS_EXIF | 0x04;

  private WebpChunks() {}

  /**
   * Reads the first chunk and, if there is one, the chunk of EXIF data.
   *
   * @param file a WebP file from its start; left open
   * @throws IOException when the first chunk is of an unknown kind
   */
  static PictureHeader header(InputStream file) throws IOException {
    byte[] bytes = new byte[START_BYTES];
    file.readNBytes(bytes, 0, START_BYTES);
    ByteBuffer start = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return switch (start.getInt(CHUNKS_AT)) {
      case LOSSY -> upright(start.getShort(26) & 0x3fff, start.getShort(28) & 0x3fff);
      case LOSSLESS -> {
        int sides = start.getInt(21);
        yield upright((sides & 0x3fff) + 1, (sides >>> 14 & 0x3fff) + 1);
      }
      case EXTENDED -> {
        Size size = new Size((start.getInt(24) & 0xffffff) + 1, (start.getInt(26) >>> 8) + 1);
        boolean hasExif =
            (start.get(FLAGS_AT) & HAS_EXIF) != 0 && start.getInt(16) == EXTENDED_BYTES;
        yield new PictureHeader(size, hasExif ? turn(file) : PictureTurn.NONE);
      }
      default -> throw new IOException("unknown WebP chunk");
    };
  }

  private static PictureHeader upright(int width, int height) {
    return new PictureHeader(new Size(width, height), PictureTurn.NONE);
  }

  /** The turn in the EXIF chunk, which follows the pixels. */
  private static PictureTurn turn(InputStream chunks) throws IOException {
    byte[] start = new byte[2 * Integer.BYTES];
    try {
      while (chunks.readNBytes(start, 0, start.length) == start.length) {
        ByteBuffer chunk = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        int type = chunk.getInt();
        long length = Integer.toUnsignedLong(chunk.getInt());
        if (type == EXIF && length <= Exif.MAX_BYTES) {
          byte[] exif = chunks.readNBytes((int) length);
          // Some programs write the prefix of JPEG's segments here as well.
          return Exif.turn(Exif.behindPrefix(exif).orElse(exif)).orElse(PictureTurn.NONE);
        }
        chunks.skipNBytes(length + length % 2); // chunks have an even number of bytes
      }
    } catch (EOFException damaged) { // found when the pixels are read
      return PictureTurn.NONE;
    }
    return PictureTurn.NONE;
  }

  /** Whether a file has several pictures instead of one. */
  static boolean isAnimated(byte[] file) {
    return file.length >= START_BYTES
        && ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(CHUNKS_AT) == EXTENDED
        && (file[FLAGS_AT] & IS_ANIMATED) != 0;
  }

  /**
   * A file without its metadata, which FFmpeg refuses when it is damaged; the file itself if it has
   * none. From a chunk that goes beyond the end of the file, the rest is kept.
   */
  static byte[] essential(byte[] file) {
    ByteBuffer chunks = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < START_BYTES
        || chunks.getInt(CHUNKS_AT) != EXTENDED
        || (file[FLAGS_AT] & HAS_METADATA) == 0) {
      return file;
    }
    byte[] kept = file.clone();
    kept[FLAGS_AT] &= ~HAS_METADATA;
    int keptBytes = CHUNKS_AT;
    int chunk = CHUNKS_AT;
    while (chunk <= file.length - 2 * Integer.BYTES) {
      int type = chunks.getInt(chunk);
      long length = Integer.toUnsignedLong(chunks.getInt(chunk + Integer.BYTES));
      long bytes = Math.min(2 * Integer.BYTES + length + length % 2, file.length - chunk);
      if (type != EXIF && type != PROFILE && type != XMP) {
        System.arraycopy(chunk == CHUNKS_AT ? kept : file, chunk, kept, keptBytes, (int) bytes);
        keptBytes += (int) bytes;
      }
      chunk += (int) bytes;
    }
    System.arraycopy(file, chunk, kept, keptBytes, file.length - chunk);
    keptBytes += file.length - chunk;
    ByteBuffer.wrap(kept).order(ByteOrder.LITTLE_ENDIAN).putInt(LENGTH_AT, keptBytes - 8);
    return Arrays.copyOf(kept, keptBytes);
  }
}
