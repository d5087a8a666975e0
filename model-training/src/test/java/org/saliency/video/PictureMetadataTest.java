package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.MapFile;
import org.saliency.map.Resize;

/** Orientation, and damaged metadata that other readers ignore. */
class PictureMetadataTest {

  private static final Size STORED = new Size(32, 16);

  private static byte[] picture(String format, int type) throws IOException {
    BufferedImage image = new BufferedImage(STORED.width(), STORED.height(), type);
    Random random = new Random(3);
    for (int y = 0; y < STORED.height(); y++) {
      for (int x = 0; x < STORED.width(); x++) {
        image.setRGB(
            x, y, 0xff000000 | (8 * x + random.nextInt(8)) << 16 | 16 * y << 8 | x * y % 256);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  private static byte[] jpeg() throws IOException {
    return picture("jpeg", BufferedImage.TYPE_3BYTE_BGR);
  }

  /** Inserts bytes into a file. */
  private static byte[] insert(byte[] file, int at, byte[] bytes) {
    return ByteBuffer.allocate(file.length + bytes.length)
        .put(file, 0, at)
        .put(bytes)
        .put(file, at, file.length - at)
        .array();
  }

  private static byte[] segment(int marker, String name, byte[] content) {
    byte[] start = name.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(4 + start.length + content.length)
        .putShort((short) (0xff00 | marker))
        .putShort((short) (2 + start.length + content.length))
        .put(start)
        .put(content)
        .array();
  }

  /** EXIF data; also the start of a TIFF file. */
  private static byte[] tiff(int orientation, ByteOrder order) {
    return ByteBuffer.allocate(38)
        .order(order)
        .put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 2)
        .putShort((short) 0x0100) // width
        .putShort((short) 4)
        .putInt(1)
        .putInt(32)
        .putShort((short) 0x0112) // orientation
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  private static byte[] exif(int orientation, ByteOrder order) {
    return segment(0xe1, "Exif\0\0", tiff(orientation, order));
  }

  /** A file format with EXIF data. */
  private enum Exif {
    JPEG("jpeg", BufferedImage.TYPE_3BYTE_BGR) {
      @Override
      byte[] turned(byte[] plain, int orientation) {
        return insert(plain, 2, exif(orientation, ByteOrder.BIG_ENDIAN));
      }
    },
    PNG("png", BufferedImage.TYPE_3BYTE_BGR),
    GREY_PNG("png", BufferedImage.TYPE_BYTE_GRAY),
    DEEP_PNG("png", BufferedImage.TYPE_USHORT_GRAY),
    PALETTE_PNG("png", BufferedImage.TYPE_BYTE_INDEXED),
    TIFF("tiff", BufferedImage.TYPE_3BYTE_BGR) {
      /** Changes the type of an entry that readers do not need. */
      @Override
      byte[] turned(byte[] plain, int orientation) {
        ByteBuffer file = ByteBuffer.wrap(plain.clone());
        file.order(plain[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int entries = file.getInt(4);
        for (int i = 0; i < file.getShort(entries); i++) {
          int entry = entries + 2 + 12 * i;
          if (file.getShort(entry) == 0x011a) { // resolution
            file.putShort(entry, (short) 0x0112).putShort(entry + 2, (short) 3);
            file.putInt(entry + 4, 1).putShort(entry + 8, (short) orientation);
            return file.array();
          }
        }
        throw new AssertionError("no entry to replace");
      }
    },
    WEBP("webp", BufferedImage.TYPE_3BYTE_BGR) {
      @Override
      byte[] plain() throws IOException {
        Path png = Files.createTempFile("picture", ".png");
        try {
          Files.write(png, picture("png", BufferedImage.TYPE_3BYTE_BGR));
          return Programs.ffmpeg(
              "-i",
              png,
              "-c:v",
              "libwebp",
              "-lossless",
              "1",
              "-pix_fmt",
              "bgra",
              "-f",
              "image2pipe",
              "-");
        } finally {
          Files.delete(png);
        }
      }

      @Override
      byte[] turned(byte[] plain, int orientation) {
        byte[] tiff = tiff(orientation, ByteOrder.LITTLE_ENDIAN);
        ByteBuffer file =
            ByteBuffer.allocate(plain.length + 18 + 8 + tiff.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(plain, 0, 12).putInt(4, file.capacity() - 8);
        file.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(0x08);
        file.putShort((short) (STORED.width() - 1)).put((byte) 0);
        file.putShort((short) (STORED.height() - 1)).put((byte) 0);
        file.put(plain, 12, plain.length - 12);
        file.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(tiff.length).put(tiff);
        return file.array();
      }
    };

    private final String format;
    private final int type;

    Exif(String format, int type) {
      this.format = format;
      this.type = type;
    }

    byte[] plain() throws IOException {
      return picture(format, type);
    }

    byte[] turned(byte[] plain, int orientation) {
      byte[] exif = tiff(orientation, ByteOrder.LITTLE_ENDIAN);
      return insert(plain, 33, chunk("eXIf", new String(exif, StandardCharsets.ISO_8859_1), 0));
    }

    boolean isReadAsMap() {
      return this != TIFF && this != WEBP;
    }
  }

  /** The position in the stored picture of a displayed pixel, as the EXIF specification says. */
  private static int[] stored(int orientation, int x, int y) {
    int right = STORED.width() - 1;
    int bottom = STORED.height() - 1;
    return switch (orientation) {
      case 2 -> new int[] {right - x, y};
      case 3 -> new int[] {right - x, bottom - y};
      case 4 -> new int[] {x, bottom - y};
      case 5 -> new int[] {y, x};
      case 6 -> new int[] {y, bottom - x};
      case 7 -> new int[] {right - y, bottom - x};
      case 8 -> new int[] {right - y, x};
      default -> new int[] {x, y};
    };
  }

  @ParameterizedTest
  @EnumSource
  void exifOrientationIsApplied(Exif format) throws IOException {
    byte[] plain = format.plain();
    for (int orientation = 0; orientation < 10; orientation++) {
      byte[] file = format.turned(plain, orientation);
      assertTurned(
          orientation, ImageFile.read(file, "1").rgb(), ImageFile.read(plain, "1").rgb(), 3);
      assertThat(ImageFile.read(file, "1").size())
          .isEqualTo(ImageFile.readSize(new ByteArrayInputStream(file), "1"))
          .isEqualTo(shown(orientation));
      if (format.isReadAsMap()) {
        assertThat(MapFile.read(file, "1").size()).isEqualTo(shown(orientation));
        assertTurned(orientation, samples(file), samples(plain), 1);
      }
    }
  }

  private static Size shown(int orientation) {
    return orientation >= 5 && orientation <= 8 ? new Size(16, 32) : STORED;
  }

  /** Values of a map in 0..255. */
  private static byte[] samples(byte[] file) {
    double[] values = MapFile.read(file, "1").values();
    byte[] samples = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      samples[i] = (byte) Math.round(255 * values[i]);
    }
    return samples;
  }

  private static void assertTurned(int orientation, byte[] turned, byte[] plain, int channels) {
    Size shown = shown(orientation);
    for (int y = 0; y < shown.height(); y++) {
      for (int x = 0; x < shown.width(); x++) {
        int[] from = stored(orientation, x, y);
        int at = channels * (from[1] * STORED.width() + from[0]);
        int to = channels * (y * shown.width() + x);
        assertThat(Arrays.copyOfRange(turned, to, to + channels))
            .isEqualTo(Arrays.copyOfRange(plain, at, at + channels));
      }
    }
  }

  @Test
  void exifDataMayBeLittleEndianAndFollowOtherSegments() throws IOException {
    byte[] file = jpeg(); // begins with a JFIF segment of 16 bytes
    file = insert(file, 20, exif(6, ByteOrder.LITTLE_ENDIAN));
    file = insert(file, 20, segment(0xe1, "http://ns.adobe.com/xap/1.0/\0", new byte[300]));

    assertThat(ImageFile.read(file, "1.jpg").size()).isEqualTo(new Size(16, 32));
  }

  @Test
  void aTurnedPictureIsScaledAsItIsRead() throws IOException {
    byte[] file = insert(jpeg(), 2, exif(6, ByteOrder.BIG_ENDIAN));
    Size size = new Size(10, 20);

    assertThat(ImageFile.read(file, "1.jpg", Optional.of(size)).rgb())
        .isEqualTo(Resize.antialiased(ImageFile.read(file, "1.jpg"), size).rgb());
    assertThat(ImageFile.read(file, "1.jpg", Optional.of(new Size(2, 4))).size())
        .isEqualTo(new Size(2, 4)); // halved as it is decoded
  }

  @Test
  void damagedExifDataOfPngAndWebpIsIgnored() throws IOException {
    for (Exif format : new Exif[] {Exif.PNG, Exif.GREY_PNG, Exif.WEBP}) {
      byte[] plain = format.plain();
      byte[] file = format.turned(plain, 6);
      int exif = new String(file, StandardCharsets.ISO_8859_1).indexOf("II*\0");
      ByteBuffer.wrap(file).putInt(exif + 4, 0x7fff_fff0); // directory far behind the end

      assertThat(ImageFile.readSize(new ByteArrayInputStream(file), "1")).isEqualTo(STORED);
      assertThat(ImageFile.read(file, "1").rgb()).isEqualTo(ImageFile.read(plain, "1").rgb());
    }
  }

  @Test
  void damagedExifDataIsIgnored() throws IOException {
    byte[] plain = jpeg();
    byte[] exif = exif(6, ByteOrder.BIG_ENDIAN);
    for (int length = 6; length < 42; length++) { // cut before the orientation
      byte[] cut = segment(0xe1, "", Arrays.copyOfRange(exif, 4, 4 + Math.min(length, 33)));

      Frame frame = ImageFile.read(insert(plain, 2, cut), "1.jpg");

      assertThat(frame.rgb()).isEqualTo(ImageFile.read(plain, "1.jpg").rgb());
    }
    ByteBuffer.wrap(exif).putInt(14, 0x7fff_fff0); // directory far behind the end

    assertThat(ImageFile.read(insert(plain, 2, exif), "1.jpg").size()).isEqualTo(STORED);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0, 1", "3, 2", "2, 1", "1, 255"})
  void invalidColourProfilesOfJpegPicturesAreIgnored(int number, int count) throws IOException {
    byte[] profile = new byte[200];
    profile[0] = (byte) number;
    profile[1] = (byte) count;
    for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY}) {
      byte[] plain = picture("jpeg", type);
      byte[] file = insert(plain, 20, segment(0xe2, "ICC_PROFILE\0", profile));
      file = insert(file, 20, segment(0xe2, "ICC_PROFILE\0", profile));

      assertThat(ImageFile.readSize(new ByteArrayInputStream(file), "1.jpg")).isEqualTo(STORED);
      assertThat(ImageFile.read(file, "1.jpg").rgb())
          .isEqualTo(ImageFile.read(plain, "1.jpg").rgb());
      assertThat(MapFile.read(file, "1.jpg").values())
          .isEqualTo(MapFile.read(plain, "1.jpg").values());
    }
  }

  private static byte[] chunk(String type, String content, int checksumError) {
    byte[] bytes = (type + content).getBytes(StandardCharsets.ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    return ByteBuffer.allocate(8 + bytes.length)
        .putInt(content.length())
        .put(bytes)
        .putInt((int) checksum.getValue() ^ checksumError)
        .array();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY
      })
  void damagedAncillaryChunksOfPngPicturesAreIgnored(int type) throws IOException {
    byte[] plain = picture("png", type);
    byte[] frame = ImageFile.read(plain, "1.png").rgb();
    double[] map = MapFile.read(plain, "1.png").values();
    byte[][] chunks = {
      chunk("tEXt", "Comment\0text", 1),
      chunk("tEXt", "no end of the keyword", 0),
      chunk("zTXt", "no end of the keyword", 0),
      chunk("iTXt", "", 0),
      chunk("iCCP", "profile\0\0not compressed", 0),
      chunk("iCCP", "", 7),
      chunk("gAMA", "12", 0),
      chunk("tIME", "", 0),
      chunk("pHYs", "1", 0)
    };
    for (byte[] chunk : chunks) {
      for (int at : new int[] {33, plain.length - 12}) { // before the pixels, and behind them
        byte[] file = insert(plain, at, chunk);

        assertThat(ImageFile.readSize(new ByteArrayInputStream(file), "1.png")).isEqualTo(STORED);
        assertThat(ImageFile.read(file, "1.png").rgb()).isEqualTo(frame);
        assertThat(MapFile.read(file, "1.png").values()).isEqualTo(map);
      }
    }
  }

  /** libpng reads neither. */
  @Test
  void damagedPixelsOfPngPicturesAreErrors() throws IOException {
    byte[] file = picture("png", BufferedImage.TYPE_3BYTE_BGR);
    file[file.length - 13] ^= 1; // checksum of the pixels

    assertThatThrownBy(() -> ImageFile.read(file, "1.png"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1.png");
    assertThatThrownBy(() -> MapFile.read(file, "1.png")).isInstanceOf(UserException.class);
  }
}
