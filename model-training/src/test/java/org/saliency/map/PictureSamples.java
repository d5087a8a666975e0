package org.saliency.map;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Image files written by the JDK or byte by byte, independently of the tested code. */
final class PictureSamples {

  private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private PictureSamples() {}

  static byte[] file(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalStateException("no writer for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A picture of one type; channel k of (column x, row y) is {@code samples[y * width + x][k]}. */
  static BufferedImage image(int type, int width, int[][] samples) {
    BufferedImage image = new BufferedImage(width, samples.length / width, type);
    for (int i = 0; i < samples.length; i++) {
      image.getRaster().setPixel(i % width, i / width, samples[i]);
    }
    return image;
  }

  static BufferedImage palette(int[] indices, int... rgb) {
    byte[][] channels = new byte[3][rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      channels[0][i] = (byte) (rgb[i] >> 16);
      channels[1][i] = (byte) (rgb[i] >> 8);
      channels[2][i] = (byte) rgb[i];
    }
    WritableRaster raster =
        Raster.createInterleavedRaster(0, indices.length, 1, 1, new Point(0, 0));
    raster.setSamples(0, 0, indices.length, 1, 0, indices);
    IndexColorModel colors =
        new IndexColorModel(8, rgb.length, channels[0], channels[1], channels[2]);
    return new BufferedImage(colors, raster, false, null);
  }

  /** A JPEG of raw channels without a colour space. */
  static byte[] jpegOf(Raster raster) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(raster, null, null), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A PNG with a given header and rows (with filter bytes) and correct checksums. */
  static byte[] png(int width, int height, int bits, int colorType, byte[] rows) {
    Deflater deflater = new Deflater();
    deflater.setInput(rows);
    deflater.finish();
    byte[] data = new byte[rows.length + 100];
    int length = deflater.deflate(data);
    deflater.end();
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) bits)
            .put((byte) colorType)
            .array();
    ByteBuffer file = ByteBuffer.allocate(8 + 3 * 12 + 13 + length);
    file.put(PNG_SIGNATURE);
    putChunk(file, "IHDR", header);
    putChunk(file, "IDAT", Arrays.copyOf(data, length));
    putChunk(file, "IEND", new byte[0]);
    return file.array();
  }

  private static void putChunk(ByteBuffer file, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    file.putInt(content.length).put(name).put(content).putInt((int) checksum.getValue());
  }
}
