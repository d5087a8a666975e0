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
import org.saliency.frame.JpegHeader;
import org.saliency.frame.PictureTurn;
import org.saliency.frame.Size;
import org.saliency.map.Resize;

/**
 * Reads a picture file: PNG (1 to 16 bits, grey, palette, RGB, with or without alpha), JPEG (grey,
 * RGB), BMP, WebP (not animated) or TIFF (8 or 16 bits). The content says which it is, not the
 * ending. A picture that is cut short is an error, never half a frame. The EXIF orientation of a
 * JPEG is applied; other metadata is ignored and may be damaged. For any number of threads.
 *
 * <p>FFmpeg decodes JPEG, WebP and PNG in 8-bit RGB, several times as fast as Java; the rest, in
 * which Java keeps values that FFmpeg's conversion would round in its own way, Java decodes.
 */
public final class ImageFile {

  /** The longest side, in pixels, of a picture that is read. */
  public static final int LONGEST_SIDE = 16384;

  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "bmp", "webp", "tif", "tiff");

  private ImageFile() {}

  /**
   * Whether a file name ends as pictures do: {@code .png .jpg .jpeg .bmp .webp .tif .tiff}, in any
   * case.
   */
  public static boolean isImage(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return ending.length() < name.length() && ENDINGS.contains(ending.toLowerCase(Locale.ROOT));
  }

  /**
   * Decodes a picture. Grey becomes three equal channels, 16 bits are rounded to 8, alpha is
   * ignored, and no colour profile is applied.
   *
   * @param bytes the whole file
   * @param path where it came from, for messages
   * @throws UserException when the file is empty, no picture, cut short, damaged, of an unsupported
   *     kind or longer than {@link #LONGEST_SIDE} on a side
   */
  public static Frame read(byte[] bytes, String path) {
    return read(bytes, path, Optional.empty());
  }

  /**
   * Decodes a picture and scales it as {@link Resize#antialiased} does. A JPEG that is more than
   * four times as large is halved as it is decoded (see {@link StillDecoder#halvings}).
   *
   * @param scaledTo the size to scale to; empty for the picture's own
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

  /**
   * Reads the displayed size alone, from the start of the file.
   *
   * @param stream the file from its start; read only as far as its header goes, and left open
   * @param path where it came from, for messages
   * @throws UserException when the file is empty, no picture, damaged or longer than {@link
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

  /** What is known of a picture before it is decoded. */
  private record Header(ImageFormat format, Size stored, PictureTurn turn) {}

  private static Header header(InputStream stream, String path) throws IOException {
    byte[] bytes = stream.readNBytes(ImageFormat.START_BYTES);
    if (bytes.length == 0) {
      throw UserException.input("picture %s is empty (0 bytes): copy or extract it again", path);
    }
    ByteBuffer start = ByteBuffer.wrap(Arrays.copyOf(bytes, ImageFormat.START_BYTES));
    ImageFormat format =
        ImageFormat.of(start)
            .orElseThrow(
                () ->
                    UserException.input(
                        "file %s is no PNG, JPEG, BMP, WebP or TIFF picture, whatever its ending:"
                            + " convert it or take it out",
                        path));
    JpegHeader header =
        format.header(start, new SequenceInputStream(new ByteArrayInputStream(bytes), stream));
    checkSize(header.stored().width(), header.stored().height(), path);
    return new Header(format, header.stored(), header.turn());
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  private static <T> T reported(String path, Step<T> step) {
    try {
      return step.run();
    } catch (UserException e) {
      throw e;
    } catch (IOException | RuntimeException e) { // the readers throw both on damaged files
      throw UserException.input(
          e,
          "picture %s cannot be read, it is cut short or damaged (%s): copy or extract it again",
          path,
          e.getMessage() == null ? "it ends too early" : e.getMessage());
    }
  }

  private static void checkSize(int width, int height, String path) {
    if (width > LONGEST_SIDE || height > LONGEST_SIDE) {
      throw UserException.input(
          "picture %s says it is %dx%d pixels, more than %d on a side: scale it down, or"
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
              "picture %s is cut short (%s): copy or extract it again", path, cut.get());
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
          "picture %s has %d colours in samples of %d bits: convert it to grey or RGB of 8 or 16"
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

  /** Takes the channels as stored: Java's grey colour model would brighten them to sRGB. */
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
