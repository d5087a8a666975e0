package org.saliency.png;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import org.saliency.frame.Size;

/**
 * Encoder and decoder of greyscale PNG files. Rows are written with the filter "Up" (the difference
 * to the value above), which leaves long runs in smooth maps, and compressed by these runs.
 */
public final class GreyPng {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  static final int IHDR = 0x49484452;
  static final int IDAT = 0x49444154;
  public static final int IEND = 0x49454e44;
  public static final int CHUNK_OVERHEAD = 12;
  private static final int HEADER_LENGTH = 13;

  /** 8 bits, greyscale, deflate, standard filters, not interlaced. */
  private static final byte[] PLAIN = {8, 0, 0, 0, 0};

  private static final int SUB = 1;
  private static final int UP = 2;
  private static final int AVERAGE = 3;
  private static final int PAETH = 4;

  private GreyPng() {}

  /**
   * Encodes a map.
   *
   * @param bits per sample, 8 or 16
   * @param samples in row-major order, 16-bit ones big-endian
   */
  public static byte[] encode(Size size, int bits, byte[] samples) {
    byte[] header =
        ByteBuffer.allocate(HEADER_LENGTH)
            .putInt(size.width())
            .putInt(size.height())
            .put((byte) bits)
            .array(); // zeros: greyscale, deflate, standard filters, not interlaced
    byte[] data = RunDeflate.zlib(filteredUp(samples, size.height()));
    ByteBuffer file =
        ByteBuffer.allocate(SIGNATURE.length + 3 * CHUNK_OVERHEAD + header.length + data.length);
    file.put(SIGNATURE);
    putChunk(file, "IHDR", header);
    putChunk(file, "IDAT", data);
    putChunk(file, "IEND", new byte[0]);
    return file.array();
  }

  /** Differences between each byte and the one above it, with the filter byte before each row. */
  private static byte[] filteredUp(byte[] samples, int height) {
    int length = samples.length / height;
    byte[] rows = new byte[samples.length + height];
    byte[] above = new byte[length];
    byte[] row = new byte[length];
    byte[] difference = new byte[length];
    for (int y = 0; y < height; y++) {
      System.arraycopy(samples, y * length, row, 0, length);
      subtract(row, above, difference);
      int start = y * (length + 1);
      rows[start] = UP;
      System.arraycopy(difference, 0, rows, start + 1, length);
      byte[] next = above;
      above = row;
      row = next;
    }
    return rows;
  }

  /** Works on whole arrays, so that the JIT vectorises it. */
  private static void subtract(byte[] row, byte[] above, byte[] difference) {
    for (int i = 0; i < difference.length; i++) {
      difference[i] = (byte) (row[i] - above[i]);
    }
  }

  private static void putChunk(ByteBuffer file, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    file.putInt(content.length).put(name).put(content).putInt((int) checksum.getValue());
  }

  /** The size of an 8-bit greyscale PNG without interlacing; empty for other files. */
  public static Optional<Size> size8(byte[] bytes) {
    int start = SIGNATURE.length;
    if (bytes.length < start + CHUNK_OVERHEAD + HEADER_LENGTH) {
      return Optional.empty();
    }
    ByteBuffer file = ByteBuffer.wrap(bytes, start, bytes.length - start);
    boolean isHeader = file.getInt() == HEADER_LENGTH && file.getInt() == IHDR;
    int width = file.getInt();
    int height = file.getInt();
    boolean isPlain = Arrays.equals(bytes, start + 16, start + 21, PLAIN, 0, PLAIN.length);
    return isHeader && width > 0 && height > 0 && isPlain
        ? Optional.of(new Size(width, height))
        : Optional.empty();
  }

  /**
   * Decodes a file for which {@link #size8} gives a size and whose chunks are complete.
   *
   * @return pixels in row-major order
   * @throws DataFormatException when the compressed data is damaged or too short
   */
  public static byte[] decode8(byte[] bytes, Size size) throws DataFormatException {
    int width = size.width();
    byte[] rows = RunInflate.zlib(compressedRows(bytes), size.height() * (1 + width));
    byte[] pixels = new byte[size.pixels()];
    byte[] above = new byte[width];
    byte[] row = new byte[width];
    for (int y = 0; y < size.height(); y++) {
      int start = y * (1 + width);
      System.arraycopy(rows, start + 1, row, 0, width);
      unfilter(rows[start], row, above);
      System.arraycopy(row, 0, pixels, y * width, width);
      byte[] next = above;
      above = row;
      row = next;
    }
    return pixels;
  }

  /** The concatenated contents of the IDAT chunks. */
  private static byte[] compressedRows(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    byte[] data = new byte[bytes.length];
    int done = 0;
    int chunk = SIGNATURE.length;
    while (file.getInt(chunk + 4) != IEND) {
      int length = file.getInt(chunk);
      if (file.getInt(chunk + 4) == IDAT) {
        System.arraycopy(bytes, chunk + 8, data, done, length);
        done += length;
      }
      chunk += CHUNK_OVERHEAD + length;
    }
    return Arrays.copyOf(data, done);
  }

  /** Reverses a filter of the PNG specification. */
  private static void unfilter(byte filter, byte[] row, byte[] above) throws DataFormatException {
    switch (filter) {
      case 0 -> {}
      case SUB -> {
        int left = 0;
        for (int x = 0; x < row.length; x++) {
          left += row[x];
          row[x] = (byte) left;
        }
      }
      case UP -> {
        for (int x = 0; x < row.length; x++) {
          row[x] += above[x];
        }
      }
      case AVERAGE -> {
        int left = 0;
        for (int x = 0; x < row.length; x++) {
          left = (row[x] + (left + (above[x] & 0xff)) / 2) & 0xff;
          row[x] = (byte) left;
        }
      }
      case PAETH -> {
        int left = 0;
        int corner = 0;
        for (int x = 0; x < row.length; x++) {
          int up = above[x] & 0xff;
          left = (row[x] + nearest(left, up, corner)) & 0xff;
          row[x] = (byte) left;
          corner = up;
        }
      }
      default -> throw new DataFormatException("unknown filter " + filter);
    }
  }

  /** The Paeth predictor: the neighbour nearest to left + up - corner. */
  private static int nearest(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }
}
