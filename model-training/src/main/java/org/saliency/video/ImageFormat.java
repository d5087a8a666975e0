package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_WEBP;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.saliency.UserException;
import org.saliency.frame.Exif;
import org.saliency.frame.JpegHeader;
import org.saliency.frame.JpegMarkers;
import org.saliency.frame.PictureHeader;
import org.saliency.frame.PictureTurn;
import org.saliency.frame.Size;
import org.saliency.png.PngChunks;
import org.saliency.png.PngHeader;

/** An image format: its signature, its decoder, and its checks for truncated files. */
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

    @Override
    PictureHeader header(InputStream file) throws IOException {
      return PngHeader.read(file);
    }

    @Override
    byte[] essential(byte[] bytes) {
      return PngChunks.essential(bytes);
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
    PictureHeader header(InputStream file) throws IOException {
      return JpegHeader.read(file);
    }

    @Override
    OptionalInt codec(byte[] bytes) {
      return OptionalInt.of(AV_CODEC_ID_MJPEG);
    }

    @Override
    void check(byte[] bytes, String path) throws IOException {
      JpegMarkers markers = JpegMarkers.of(bytes);
      if (markers.channels().equals(OptionalInt.of(CMYK))) {
        throw UserException.input("image %s is a CMYK JPEG (4 channels): convert it to RGB", path);
      }
      if (!markers.isComplete()) {
        throw new IOException("missing end of image");
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

    @Override
    PictureTurn turn(ImageInputStream stream) throws IOException {
      stream.mark();
      Optional<PictureTurn> turn = Exif.turn(stream);
      stream.reset();
      return turn.orElse(PictureTurn.NONE);
    }
  },

  WEBP {
    private static final int LENGTH_AT = 4;

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
        throw new IOException(bytes.length + " of " + (length + 8) + " bytes");
      }
      if (WebpChunks.isAnimated(bytes)) {
        throw UserException.input(
            "image %s is an animated WebP: extract its pictures into separate files, or convert it"
                + " to a video",
            path);
      }
    }

    @Override
    PictureHeader header(InputStream file) throws IOException {
      return WebpChunks.header(file);
    }

    @Override
    byte[] essential(byte[] bytes) {
      return WebpChunks.essential(bytes);
    }
  };

  /** Number of bytes from which the format is known. */
  static final int START_BYTES = 12;

  /** Whether a file with these first bytes has this format. */
  abstract boolean begins(ByteBuffer start);

  /** FFmpeg's codec for a file; empty for Java's decoder. */
  OptionalInt codec(byte[] bytes) {
    return OptionalInt.empty();
  }

  /** Checks for truncated and unsupported files that the decoder would accept. */
  void check(byte[] bytes, String path) throws IOException {}

  /** The header of a file; by default as Java's decoder reads it. */
  PictureHeader header(InputStream file) throws IOException {
    try (ImageInputStream stream = new MemoryCacheImageInputStream(file)) {
      PictureTurn turn = turn(stream);
      ImageReader reader = reader(stream);
      try {
        return new PictureHeader(new Size(reader.getWidth(0), reader.getHeight(0)), turn);
      } finally {
        reader.dispose();
      }
    }
  }

  /** How a picture that Java decodes is turned for display; leaves the stream at its start. */
  PictureTurn turn(ImageInputStream stream) throws IOException {
    return PictureTurn.NONE;
  }

  /** The file without metadata that keeps decoders from reading it when it is damaged. */
  byte[] essential(byte[] bytes) {
    return bytes;
  }

  /** Java's decoder; the caller disposes of it. */
  ImageReader reader(ImageInputStream stream) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(name()).next();
    reader.setInput(stream, true, true);
    return reader;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The format with this signature. */
  static Optional<ImageFormat> of(ByteBuffer start) {
    return Arrays.stream(values()).filter(format -> format.begins(start)).findFirst();
  }
}
