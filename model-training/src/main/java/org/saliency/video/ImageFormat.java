package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBP;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.stream.ImageInputStream;
import org.saliency.UserException;
import org.saliency.frame.JpegMarkers;
import org.saliency.frame.Size;

/** A format of picture files: what it begins with, who decodes it, and whether a file is whole. */
enum ImageFormat {
  PNG {
    private static final int DEPTH_AT = 24;
    private static final int COLOURS_AT = 25;
    private static final int RGB = 2;
    private static final int RGB_ALPHA = 6;

    @Override
    boolean begins(ByteBuffer start) {
      return start.getInt(0) == 0x89504e47;
    }

    /** Grey, palettes and 16 bits keep their exact values in Java's decoder. */
    @Override
    OptionalInt codec(byte[] bytes) {
      boolean isRgb =
          bytes.length > COLOURS_AT
              && bytes[DEPTH_AT] == Byte.SIZE
              && (bytes[COLOURS_AT] == RGB || bytes[COLOURS_AT] == RGB_ALPHA);
      return isRgb ? OptionalInt.of(AV_CODEC_ID_PNG) : OptionalInt.empty();
    }
  },

  JPEG {
    private static final int CMYK = 4;

    @Override
    boolean begins(ByteBuffer start) {
      return start.getShort(0) == (short) 0xffd8;
    }

    @Override
    OptionalInt codec(byte[] bytes) {
      return OptionalInt.of(AV_CODEC_ID_MJPEG);
    }

    @Override
    void check(byte[] bytes, String path) throws IOException {
      JpegMarkers markers = JpegMarkers.of(bytes);
      if (markers.channels().equals(OptionalInt.of(CMYK))) {
        throw UserException.input(
            "picture %s is a JPEG in CMYK colours (it has 4 channels): convert it to RGB", path);
      }
      if (!markers.isComplete()) {
        throw new IOException("it ends before its picture does");
      }
    }
  },

  BMP {
    @Override
    boolean begins(ByteBuffer start) {
      return start.get(0) == 'B' && start.get(1) == 'M';
    }
  },

  TIFF {
    @Override
    boolean begins(ByteBuffer start) {
      return start.getInt(0) == 0x49492a00 || start.getInt(0) == 0x4d4d002a;
    }
  },

  WEBP {
    private static final int LENGTH_AT = 4;
    private static final int LOSSY = 0x56503820; // "VP8 "
    private static final int LOSSLESS = 0x5650384c; // "VP8L"
    private static final int EXTENDED = 0x56503858; // "VP8X"

    @Override
    boolean begins(ByteBuffer start) {
      return start.getInt(0) == 0x52494646 && start.getInt(8) == 0x57454250; // "RIFF", "WEBP"
    }

    @Override
    OptionalInt codec(byte[] bytes) {
      return OptionalInt.of(AV_CODEC_ID_WEBP);
    }

    @Override
    void check(byte[] bytes, String path) throws IOException {
      long length = Integer.toUnsignedLong(little(bytes).getInt(LENGTH_AT));
      if (length + LENGTH_AT + Integer.BYTES > bytes.length) {
        throw new IOException("it ends after " + bytes.length + " bytes of " + (length + 8));
      }
    }

    @Override
    Optional<Size> size(ByteBuffer start) throws IOException {
      ByteBuffer bytes = start.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      return Optional.of(
          switch (start.getInt(12)) {
            case LOSSY -> new Size(bytes.getShort(26) & 0x3fff, bytes.getShort(28) & 0x3fff);
            case LOSSLESS -> {
              int sides = bytes.getInt(21);
              yield new Size((sides & 0x3fff) + 1, (sides >>> 14 & 0x3fff) + 1);
            }
            case EXTENDED ->
                new Size((bytes.getInt(24) & 0xffffff) + 1, (bytes.getInt(26) >>> 8) + 1);
            default -> throw new IOException("its first part is of no known kind");
          });
    }
  };

  /** How many bytes tell the format, and the size of a WebP picture. */
  private static final int START_BYTES = 30;

  /** Whether a file with these first bytes (zeros behind its end) is of this format. */
  abstract boolean begins(ByteBuffer start);

  /** FFmpeg's decoder for a file; empty where Java's is taken. */
  OptionalInt codec(byte[] bytes) {
    return OptionalInt.empty();
  }

  /**
   * Throws when a file ends before its picture does, or is of a kind that is not read, where the
   * decoder does not see it.
   */
  void check(byte[] bytes, String path) throws IOException {}

  /** The size, where Java has no reader for the format. */
  Optional<Size> size(ByteBuffer start) throws IOException {
    return Optional.empty();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The first bytes of a file, with zeros behind its end; leaves the stream at its start. */
  static ByteBuffer start(ImageInputStream stream) throws IOException {
    byte[] start = new byte[START_BYTES];
    for (int at = 0, count = 0; count >= 0 && at < start.length; at += Math.max(0, count)) {
      count = stream.read(start, at, start.length - at);
    }
    stream.seek(0);
    return ByteBuffer.wrap(start);
  }

  /** The format that the first bytes announce. */
  static Optional<ImageFormat> of(ByteBuffer start) {
    return Arrays.stream(values()).filter(format -> format.begins(start)).findFirst();
  }
}
