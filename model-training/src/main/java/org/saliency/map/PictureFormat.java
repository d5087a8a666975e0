package org.saliency.map;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.saliency.UserException;
import org.saliency.frame.JpegHeader;
import org.saliency.frame.JpegMarkers;
import org.saliency.frame.PictureTurn;
import org.saliency.frame.Size;
import org.saliency.png.GreyPng;
import org.saliency.png.PngChunks;
import org.saliency.png.PngHeader;

/**
 * Image files of maps and fixations, read as grey values. 8-bit greyscale PNG, the usual format, is
 * decoded by {@link GreyPng}, the others by the JDK. Truncated files are detected here, since the
 * JDK's decoders may fill in what is missing.
 */
enum PictureFormat {
  PNG(0) {
    @Override
    void checkComplete(byte[] bytes, String path) {
      ByteBuffer file = ByteBuffer.wrap(bytes);
      int chunk = 8;
      boolean atEnd = false;
      while (!atEnd) {
        if (chunk > bytes.length - GreyPng.CHUNK_OVERHEAD) {
          throw truncated(bytes, path);
        }
        int length = file.getInt(chunk);
        if (length < 0 || length > bytes.length - GreyPng.CHUNK_OVERHEAD - chunk) {
          throw truncated(bytes, path);
        }
        int type = file.getInt(chunk + 4);
        CRC32 checksum = new CRC32();
        checksum.update(bytes, chunk + 4, 4 + length);
        if (PngChunks.isEssential(bytes, type)
            && file.getInt(chunk + 8 + length) != (int) checksum.getValue()) {
          throw UserException.input(
              "'%s' is damaged, the checksum of the PNG chunk at byte %d does not match: copy or write"
                  + " the file again",
              path, chunk);
        }
        atEnd = type == GreyPng.IEND;
        chunk += GreyPng.CHUNK_OVERHEAD + length;
      }
    }

    @Override
    byte[] essential(byte[] bytes) {
      return PngChunks.essential(bytes);
    }

    @Override
    PictureTurn turn(byte[] bytes) throws IOException {
      return PngHeader.read(new ByteArrayInputStream(bytes)).turn();
    }
  },

  JPEG(0.5) {
    @Override
    void checkComplete(byte[] bytes, String path) {
      if (!JpegMarkers.of(bytes).isComplete()) {
        throw truncated(bytes, path);
      }
    }

    @Override
    byte[] essential(byte[] bytes) {
      return JpegMarkers.withoutProfiles(bytes);
    }

    @Override
    PictureTurn turn(byte[] bytes) throws IOException {
      return JpegHeader.read(new ByteArrayInputStream(bytes)).turn();
    }
  };

  private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
  private static final int JPEG_SIGNATURE = 0xffd8ff;
  private static final int MAX_SIDE = 16384;

  private final double markThreshold;

  PictureFormat(double markThreshold) {
    this.markThreshold = markThreshold;
  }

  /** The format according to the first bytes. */
  static PictureFormat of(byte[] bytes, String path) {
    if (bytes.length == 0) {
      throw UserException.input("'%s' is empty: copy or write the file again", path);
    }
    ByteBuffer start = ByteBuffer.allocate(8).put(bytes, 0, Math.min(8, bytes.length));
    if (start.getLong(0) == PNG_SIGNATURE) {
      return PNG;
    }
    if (start.getInt(0) >>> 8 == JPEG_SIGNATURE) {
      return JPEG;
    }
    throw UserException.input(
        "'%s' is neither a PNG nor a JPEG image (%d bytes): convert it to PNG, or remove it",
        path, bytes.length);
  }

  /** The threshold in 0..1 above which a pixel of a fixation image is marked. */
  double markThreshold() {
    return markThreshold;
  }

  /** Grey values; in colour images the mean of the channels. */
  GreyPicture read(byte[] bytes, String path) {
    checkComplete(bytes, path);
    Optional<Size> plain = this == PNG ? GreyPng.size8(bytes) : Optional.empty();
    if (plain.isEmpty()) {
      return decode(bytes, path);
    }
    Size size = plain.get();
    requireReadable(size, path);
    try {
      byte[] values = GreyPng.decode8(bytes, size);
      PictureTurn turn = turn(bytes);
      return GreyPicture.of(turn.shown(size), turn.apply(values, size));
    } catch (DataFormatException | IOException e) {
      throw undecodable(e, path);
    }
  }

  /** Throws when the file is truncated or a checksum does not match. */
  abstract void checkComplete(byte[] bytes, String path);

  /** The file without metadata, which the decoder refuses when it is damaged. */
  abstract byte[] essential(byte[] bytes);

  /** How the stored picture is turned for display. */
  abstract PictureTurn turn(byte[] bytes) throws IOException;

  private GreyPicture decode(byte[] bytes, String path) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(name()).next();
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(essential(bytes)))) {
      reader.setInput(input, true, true);
      requireReadable(new Size(reader.getWidth(0), reader.getHeight(0)), path);
      return grey(reader.read(0), turn(bytes), path);
    } catch (UserException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // damaged files make the decoder throw both
      throw undecodable(e, path);
    } finally {
      reader.dispose();
    }
  }

  private UserException undecodable(Exception cause, String path) {
    return UserException.input(
        cause,
        "'%s' cannot be decoded as %s (%s): copy or write the file again as a grey PNG",
        path,
        name(),
        cause.getMessage());
  }

  private static void requireReadable(Size size, String path) {
    if (size.width() > MAX_SIDE || size.height() > MAX_SIDE) {
      throw UserException.input(
          "'%s' is %dx%d pixels, but at most %dx%d can be read: scale it down, or replace it if it is"
              + " damaged",
          path, size.width(), size.height(), MAX_SIDE, MAX_SIDE);
    }
  }

  /** Reads the raster: Java's colour models would apply gamma and reduce to 8 bits. */
  private static GreyPicture grey(BufferedImage image, PictureTurn turn, String path) {
    Size size = new Size(image.getWidth(), image.getHeight());
    Raster raster = image.getRaster();
    int[] values = new int[size.pixels()];
    int[] samples = new int[size.width()];
    int[] sums = new int[size.width()];
    IndexColorModel palette = image.getColorModel() instanceof IndexColorModel model ? model : null;
    int channels = palette == null ? image.getColorModel().getNumColorComponents() : 1;
    if (channels != 1 && channels != 3) {
      throw UserException.input(
          "'%s' has %d colour channels: convert it to a greyscale or RGB image", path, channels);
    }
    int sampleMax = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    double highest = palette == null ? channels * (double) sampleMax : 3 * 255.0;
    for (int row = 0; row < size.height(); row++) {
      raster.getSamples(0, row, size.width(), 1, 0, sums);
      for (int channel = 1; channel < channels; channel++) {
        raster.getSamples(0, row, size.width(), 1, channel, samples);
        for (int column = 0; column < sums.length; column++) {
          sums[column] += samples[column];
        }
      }
      for (int column = 0; column < sums.length; column++) {
        values[row * size.width() + column] =
            palette == null ? sums[column] : channelSum(palette, sums[column]);
      }
    }
    return GreyPicture.of(turn.shown(size), turn.apply(values, size), highest);
  }

  private static int channelSum(IndexColorModel palette, int index) {
    return palette.getRed(index) + palette.getGreen(index) + palette.getBlue(index);
  }

  private static UserException truncated(byte[] bytes, String path) {
    return UserException.input(
        "'%s' is truncated, it ends after %d bytes: copy or write the file again",
        path, bytes.length);
  }
}
