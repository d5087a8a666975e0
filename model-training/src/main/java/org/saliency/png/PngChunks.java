package org.saliency.png;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The chunks of a PNG file. */
public final class PngChunks {

  private static final int FIRST = 8;
  private static final int PLTE = 0x504c5445;
  private static final int COLOURS_AT = 25;
  private static final int PALETTE = 3;

  /** Set in the type of chunks that are not needed to decode the pixels. */
  private static final int ANCILLARY = 0x2000_0000;

  private PngChunks() {}

  /**
   * Whether the pixels depend on a chunk. All others may be damaged, as in libpng.
   *
   * @param file the whole file
   * @param type of the chunk
   */
  public static boolean isEssential(byte[] file, int type) {
    // In other pictures than those with palettes, PLTE is a suggestion.
    return (type & ANCILLARY) == 0 && (type != PLTE || file[COLOURS_AT] == PALETTE);
  }

  /**
   * A file without the chunks that its pixels do not depend on; the file itself if it has none.
   * From a chunk that goes beyond the end of the file, the rest is kept.
   *
   * @param file starts with the signature of PNG
   */
  public static byte[] essential(byte[] file) {
    ByteBuffer chunks = ByteBuffer.wrap(file);
    byte[] kept = null;
    int keptBytes = FIRST;
    int chunk = FIRST;
    while (chunk <= file.length - GreyPng.CHUNK_OVERHEAD) {
      int length = chunks.getInt(chunk);
      int type = chunks.getInt(chunk + 4);
      if (length < 0 || length > file.length - GreyPng.CHUNK_OVERHEAD - chunk) {
        break;
      }
      int bytes = GreyPng.CHUNK_OVERHEAD + length;
      if (!isEssential(file, type)) {
        kept = kept == null ? file.clone() : kept;
      } else {
        if (kept != null) {
          System.arraycopy(file, chunk, kept, keptBytes, bytes);
        }
        keptBytes += bytes;
      }
      chunk += bytes;
      if (type == GreyPng.IEND) {
        break;
      }
    }
    if (kept == null) {
      return file;
    }
    int rest = file.length - chunk;
    System.arraycopy(file, chunk, kept, keptBytes, rest);
    return Arrays.copyOf(kept, keptBytes + rest);
  }
}
