package org.saliency.video;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.PictureHeader;
import org.saliency.frame.PictureTurn;
import org.saliency.frame.Size;
import org.saliency.map.Resize;

/**
 * Reads image files: PNG (1 to 16 bits, greyscale, palette or RGB, with or without alpha), JPEG
 * (greyscale, RGB), BMP, WebP (not animated) and TIFF (8 or 16 bits), recognised by content.
 * Truncated files are errors. Thread-safe.
 *
 * <p>FFmpeg decodes JPEG, WebP and 8-bit RGB PNG, several times as fast as Java. Java decodes the
 * others, since FFmpeg's conversion would round their values differently.
 */
public final class ImageFile {

  /** Maximum width and height in pixels. */
  public static final int LONGEST_SIDE = 16384;

  private static final Set<String> EXTENSIONS =
      Set.of("png", "jpg", "jpeg", "bmp", "webp", "tif", "tiff");

  private ImageFile() {}

  /**
   * Whether a file name has an image extension: {@code .png .jpg .jpeg .bmp .webp .tif .tiff}, in
   * any case.
   */
  public static boolean isImage(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return extension.length() < name.length()
        && EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT));
  }

  /**
   * Parses the size of images to make, {@code WIDTHxHEIGHT}.
   *
   * @throws UserException when the text is not a size, or larger than {@link #LONGEST_SIDE} on a
   *     side
   */
  public static Size parseSize(String text) {
    Size size = Size.parse(text);
    if (Math.max(size.width(), size.height()) > LONGEST_SIDE) {
      throw UserException.usage(
          "Invalid size '%s': expected at most %d pixels on a side", text, LONGEST_SIDE);
    }
    return size;
  }

  /**
   * Decodes an image. Grey values become three equal channels, 16 bits are rounded to 8, alpha and
   * colour profiles are ignored.
   *
   * @param bytes the whole file
   * @param path for error messages
   * @throws UserException when the file is empty, not an image, truncated, damaged, of an
   *     unsupported kind or larger than {@link #LONGEST_SIDE} on a side
   */
  public static Frame read(byte[] bytes, String path) {
    return read(bytes, path, Optional.empty());
  }

  /**
   * Decodes an image and scales it with {@link Resize#antialiased}. Large JPEG images are decoded
   * at a reduced size (see {@link StillDecoder#halvings}).
   *
   * @param scaledTo size to scale to; empty for the image's own
   */
  public static Frame read(byte[] bytes, String path, Optional<Size> scaledTo) {
    return reported(
        path,
        () -> {
          Header header = header(new ByteArrayInputStream(bytes), path);
          header.format.check(bytes, path);
          OptionalInt codec = header.format.codec(bytes);
          byte[] file = header.format.essential(bytes);
          Frame stored =
              codec.isPresent()
                  ? StillDecoder.decode(
                      codec.getAsInt(), file, header.stored, scaledTo.map(header.turn::shown))
                  : pixels(header.format, file, path);
          Frame frame = header.turn.apply(stored);
          return scaledTo.map(size -> Resize.antialiased(frame, size)).orElse(frame);
        });
  }

  /** Whether a file may be decoded at a reduced size where a smaller one is asked for: a JPEG. */
  public static boolean mayBeReduced(byte[] bytes) {
    return ImageFormat.of(ByteBuffer.wrap(Arrays.copyOf(bytes, ImageFormat.START_BYTES)))
        .filter(ImageFormat.JPEG::equals)
        .isPresent();
  }

  /**
   * Reads only the size, from the header.
   *
   * @param stream the file from its start; not closed
   * @param path for error messages
   * @throws UserException when the file is empty, not an image, damaged or larger than {@link
   *     #LONGEST_SIDE} on a side
   */
  public static Size readSize(InputStream stream, String path) {
    return reported(
        path,
        () -> {
          Header header = header(stream, path);
          return header.turn.shown(header.stored);
        });
  }

  /** The header of an image. */
  private record Header(ImageFormat format, Size stored, PictureTurn turn) {}

  private static Header header(InputStream stream, String path) throws IOException {
    byte[] bytes = stream.readNBytes(ImageFormat.START_BYTES);
    if (bytes.length == 0) {
      throw UserException.input("image %s is empty (0 bytes): copy or extract it again", path);
    }
    ByteBuffer start = ByteBuffer.wrap(Arrays.copyOf(bytes, ImageFormat.START_BYTES));
    ImageFormat format =
        ImageFormat.of(start)
            .orElseThrow(
                () ->
                    UserException.input(
                        "file %s is not a PNG, JPEG, BMP, WebP or TIFF image: convert or remove"
                            + " it",
                        path));
    PictureHeader header =
        format.header(new SequenceInputStream(new ByteArrayInputStream(bytes), stream));
    checkSize(header.stored().width(), header.stored().height(), path);
    return new Header(format, header.stored(), header.turn());
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T reported(String path, Step<T> step) {
    try {
      return step.run();
    } catch (UserException e) { // a StorageException of the stream, too
      throw e;
    } catch (IOException | RuntimeException e) { // readers throw either on damaged files
      throw UserException.input(
          e,
          "image %s cannot be read, it is truncated or damaged (%s): copy or extract it again",
          path,
          e.getMessage() == null ? "unexpected end" : e.getMessage());
    }
  }

  private static void checkSize(int width, int height, String path) {
    if (width > LONGEST_SIDE || height > LONGEST_SIDE) {
      throw UserException.input(
          "image %s is %dx%d pixels, more than %d on a side: scale it down, or"
              + " replace it if it is damaged",
          path, width, height, LONGEST_SIDE);
    }
  }

  private static BufferedImage decode(ImageFormat format, byte[] bytes, String path)
      throws IOException {
    AtomicReference<String> cut = new AtomicReference<>();
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      ImageReader reader = format.reader(stream);
      try {
        reader.addIIOReadWarningListener(
            (source, warning) -> {
              String text = warning.toLowerCase(Locale.ROOT);
              if (text.contains("premature end") || text.contains("truncated")) {
                cut.set(warning);
              }
            });
        BufferedImage image = reader.read(0);
        if (cut.get() != null) {
          throw UserException.input(
              "image %s is truncated (%s): copy or extract it again", path, cut.get());
        }
        return image;
      } finally {
        reader.dispose();
      }
    }
  }

  private static Frame pixels(ImageFormat format, byte[] bytes, String path) throws IOException {
    BufferedImage image = decode(format, bytes, path);
    ColorModel colours = image.getColorModel();
    int type = image.getRaster().getTransferType();
    if (colours.getNumColorComponents() == 4
        || (type != DataBuffer.TYPE_BYTE
            && type != DataBuffer.TYPE_USHORT
            && type != DataBuffer.TYPE_INT)
        || (type == DataBuffer.TYPE_INT && colours instanceof ComponentColorModel)) {
      throw UserException.input(
          "image %s has %d colour channels of %d bits: convert it to greyscale or RGB with 8 or 16"
              + " bits",
          path, colours.getNumColorComponents(), colours.getComponentSize(0));
    }
    Size size = new Size(image.getWidth(), image.getHeight());
    byte[] rgb = new byte[3 * size.pixels()];
    if (colours instanceof IndexColorModel palette) {
      fromPalette(image.getRaster(), palette, rgb);
    } else if (colours instanceof ComponentColorModel) {
      fromComponents(image.getRaster(), rgb);
    } else {
      fromPacked(image, rgb);
    }
    return new Frame(size, rgb);
  }

  private static void fromPalette(Raster raster, IndexColorModel palette, byte[] rgb) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    int[] row = new int[raster.getWidth()];
    for (int y = 0, to = 0; y < raster.getHeight(); y++) {
      raster.getSamples(0, y, row.length, 1, 0, row);
      for (int x = 0; x < row.length; x++, to += 3) {
        put(colours[row[x]], rgb, to);
      }
    }
  }

  /** Copies the stored samples: Java's grey colour model would convert them to sRGB. */
  private static void fromComponents(Raster raster, byte[] rgb) {
    int channels = raster.getNumBands();
    int green = channels < 3 ? 0 : 1;
    int blue = channels < 3 ? 0 : 2;
    boolean isDeep = raster.getTransferType() == DataBuffer.TYPE_USHORT;
    int width = raster.getWidth();
    byte[] bytes = new byte[isDeep ? 0 : width * channels];
    short[] shorts = new short[isDeep ? width * channels : 0];
    for (int y = 0, to = 0; y < raster.getHeight(); y++) {
      raster.getDataElements(0, y, width, 1, isDeep ? shorts : bytes);
      for (int from = 0; from < width * channels; from += channels, to += 3) {
        rgb[to] = isDeep ? toByte(shorts[from]) : bytes[from];
        rgb[to + 1] = isDeep ? toByte(shorts[from + green]) : bytes[from + green];
        rgb[to + 2] = isDeep ? toByte(shorts[from + blue]) : bytes[from + blue];
      }
    }
  }

  private static byte toByte(short deep) {
    return (byte) (((deep & 0xffff) + 128) / 257);
  }

  private static void fromPacked(BufferedImage image, byte[] rgb) {
    int[] row = new int[image.getWidth()];
    for (int y = 0, to = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int x = 0; x < row.length; x++, to += 3) {
        put(row[x], rgb, to);
      }
    }
  }

  private static void put(int colour, byte[] rgb, int to) {
    rgb[to] = (byte) (colour >> 16);
    rgb[to + 1] = (byte) (colour >> 8);
    rgb[to + 2] = (byte) colour;
  }
}
