package org.saliency.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Resize;

class ImageFileTest {

  /** One pixel; the JPEG writer of Java cannot make such a file. */
  private static final String CMYK_JPEG =
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwD/////////////////////////////////////////////////"
          + "/////////////////////////////////////8AAFAgAAQABBEMRAE0RAFkRAEsRAP/EABQAAQAAAAAA"
          + "AAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADgRDAE0AWQBLAAA/AEIQj//Z";

  private static BufferedImage noise(int imageType) {
    BufferedImage image = new BufferedImage(31, 17, imageType);
    Random random = new Random(7);
    for (int y = 0; y < 17; y++) {
      for (int x = 0; x < 31; x++) {
        image.setRGB(x, y, 0xff000000 | random.nextInt(1 << 24));
      }
    }
    return image;
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    return encode(image, format, ImageWriteParam.MODE_DISABLED);
  }

  private static byte[] encode(BufferedImage image, String format, int progressiveMode)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    if (settings.canWriteProgressive()) {
      settings.setProgressiveMode(progressiveMode);
    }
    try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), settings);
    }
    writer.dispose();
    return bytes.toByteArray();
  }

  private static byte[] rgb(BufferedImage image) {
    ByteBuffer rgb = ByteBuffer.allocate(3 * image.getWidth() * image.getHeight());
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int colour = image.getRGB(x, y);
        rgb.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
      }
    }
    return rgb.array();
  }

  @ParameterizedTest
  @CsvSource({
    "png, " + BufferedImage.TYPE_3BYTE_BGR,
    "png, " + BufferedImage.TYPE_INT_RGB,
    "png, " + BufferedImage.TYPE_4BYTE_ABGR,
    "png, " + BufferedImage.TYPE_BYTE_INDEXED,
    "png, " + BufferedImage.TYPE_BYTE_BINARY,
    "bmp, " + BufferedImage.TYPE_3BYTE_BGR,
    "bmp, " + BufferedImage.TYPE_USHORT_555_RGB,
    "tiff, " + BufferedImage.TYPE_3BYTE_BGR,
    "tiff, " + BufferedImage.TYPE_4BYTE_ABGR,
    "tiff, " + BufferedImage.TYPE_BYTE_INDEXED
  })
  void losslessPicturesAreReadAsTheyWereWritten(String format, int imageType) throws IOException {
    BufferedImage image = noise(imageType);

    Frame frame = ImageFile.read(encode(image, format), "1.png");

    assertThat(frame.size()).isEqualTo(new Size(31, 17));
    assertThat(frame.rgb()).isEqualTo(rgb(image));
  }

  @Test
  void alphaIsIgnored() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR);
    image.setRGB(0, 0, 0x01_c8_64_32);

    assertThat(ImageFile.read(encode(image, "png"), "1.png").rgb()).containsExactly(200, 100, 50);
  }

  @Test
  void greyKeepsItsValuesInAllChannels() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 128);
    image.getRaster().setSample(1, 0, 0, 3);

    for (String format : new String[] {"png", "bmp", "tiff"}) {
      assertThat(ImageFile.read(encode(image, format), "1.png").rgb())
          .containsExactly(128, 128, 128, 3, 3, 3);
    }
  }

  @Test
  void sixteenBitsAreRoundedToEight() throws IOException {
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_USHORT_GRAY);
    WritableRaster raster = image.getRaster();
    int[] deep = {0, 128, 129, 65535};
    for (int x = 0; x < deep.length; x++) {
      raster.setSample(x, 0, 0, deep[x]);
    }

    for (String format : new String[] {"png", "tiff"}) {
      assertThat(ImageFile.read(encode(image, format), "1.png").rgb())
          .containsExactly(0, 0, 0, 0, 0, 0, 1, 1, 1, 255, 255, 255);
    }
  }

  /** A lossless picture in another format, made by FFmpeg. */
  private static byte[] convert(BufferedImage image, Object... output) throws IOException {
    Path source = Files.createTempFile("picture", ".png");
    try {
      Files.write(source, encode(image, "png"));
      List<Object> arguments = new ArrayList<>(List.of("-i", source));
      arguments.addAll(List.of(output));
      arguments.add("-");
      return Programs.ffmpeg(arguments.toArray());
    } finally {
      Files.delete(source);
    }
  }

  private static byte[] webp(BufferedImage image) throws IOException {
    return convert(
        image, "-c:v", "libwebp", "-lossless", "1", "-pix_fmt", "bgra", "-f", "image2pipe");
  }

  private static BufferedImage gradient(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 4 * x << 16 | 5 * y << 8 | (x + y));
      }
    }
    return image;
  }

  /** A formula of the position, for any size. */
  private static BufferedImage waves(Size size) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        double across = (x + 0.5) / size.width();
        double down = (y + 0.5) / size.height();
        int blue = (int) (127 + 100 * Math.sin(9 * across) * Math.cos(7 * down));
        image.setRGB(x, y, (int) (255 * across) << 16 | (int) (255 * down) << 8 | blue);
      }
    }
    return image;
  }

  @Test
  void anAnimatedWebpIsNamedAsSuch() {
    ByteBuffer file = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(22)
        .put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII))
        .putInt(10);
    file.put((byte) 0x02).position(24).put((byte) 63).position(27).put((byte) 35);

    assertThatThrownBy(() -> ImageFile.read(file.array(), "v/1.webp"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "image v/1.webp is an animated WebP: extract its pictures into separate files, or"
                + " convert it to a video");
  }

  @Test
  void webpIsRead() throws IOException {
    BufferedImage image = gradient(31, 17);
    byte[] lossless = webp(image);
    byte[] lossy =
        convert(image, "-vf", "scale=62:34", "-c:v", "libwebp", "-q", "90", "-f", "image2pipe");

    Frame frame = ImageFile.read(lossless, "1.webp");

    assertThat(frame.size()).isEqualTo(new Size(31, 17));
    assertThat(frame.rgb()).isEqualTo(rgb(image));
    assertThat(ImageFile.read(lossy, "1.webp").size()).isEqualTo(new Size(62, 34));
    for (byte[] bytes : new byte[][] {lossless, lossy}) {
      assertThat(ImageFile.readSize(new ByteArrayInputStream(Arrays.copyOf(bytes, 30)), "1.webp"))
          .isEqualTo(ImageFile.read(bytes, "1.webp").size());
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> ImageFile.read(cut, "cut.webp"))
            .isInstanceOf(UserException.class)
            .hasMessageContaining("cut.webp");
      }
    }
  }

  @Test
  void tiffOfSixteenBitsIsRead() throws IOException {
    BufferedImage image = noise(BufferedImage.TYPE_3BYTE_BGR);

    byte[] deep = convert(image, "-pix_fmt", "rgb48le", "-c:v", "tiff", "-f", "image2pipe");

    byte[] expected = rgb(image);
    byte[] actual = ImageFile.read(deep, "1.tif").rgb();
    for (int i = 0; i < expected.length; i++) { // FFmpeg widens 8 bits without the low byte
      assertThat(actual[i] & 0xff).isCloseTo(expected[i] & 0xff, within(1));
    }
  }

  @Test
  void tiffOfFloatsIsRefused() throws IOException {
    BandedSampleModel model = new BandedSampleModel(DataBuffer.TYPE_FLOAT, 3, 2, 1);
    ColorModel grey =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_FLOAT);
    byte[] floats =
        encode(
            new BufferedImage(grey, Raster.createWritableRaster(model, null), false, null), "tiff");

    assertThatThrownBy(() -> ImageFile.read(floats, "1.tif"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("image 1.tif has 1 colour channels of 32 bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "bmp"})
  void anImageIsScaledWhileDecoding(String format) throws IOException {
    BufferedImage image = gradient(64, 48);
    byte[] bytes = encode(image, format);
    Size size = new Size(20, 10);

    Frame scaled = ImageFile.read(bytes, "1", Optional.of(size));

    Frame expected = Resize.antialiased(ImageFile.read(bytes, "1"), size);
    assertThat(scaled.size()).isEqualTo(size);
    assertThat(scaled.rgb()).isEqualTo(expected.rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"160x88", "320x176", "640x352", "333x190", "324x180"})
  void aMuchLargerJpegIsScaledWhileDecoding(String own) throws IOException {
    Size from = Size.parse(own);
    byte[] bytes = encode(waves(from), "jpeg");
    Size size = new Size(40, 22);

    Frame scaled = ImageFile.read(bytes, "1", Optional.of(size));

    byte[] expected = Resize.antialiased(ImageFile.read(bytes, "1"), size).rgb();
    assertThat(scaled.size()).isEqualTo(size);
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      int difference = Math.abs((scaled.rgb()[i] & 0xff) - (expected[i] & 0xff));
      assertThat(difference).as("value %d", i).isLessThanOrEqualTo(3);
      sum += difference;
    }
    assertThat(sum / expected.length).isLessThan(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "1920x1080, 384x216, 1",
    "3840x2160, 384x216, 2",
    "7680x4320, 384x216, 3",
    "16000x9000, 384x216, 2",
    "1536x864, 384x216, 1",
    "1532x864, 384x216, 0",
    "1921x1080, 384x216, 0",
    "1922x1082, 384x216, 0",
    "4100x2052, 384x216, 1",
    "720x404, 384x216, 0",
    "100x75, 384x216, 0"
  })
  void aPictureIsHalvedWhileItStillHasToShrinkToHalf(String own, String target, int halvings) {
    assertThat(StillDecoder.halvings(Size.parse(own), Size.parse(target), 3)).isEqualTo(halvings);
    assertThat(StillDecoder.halvings(Size.parse(own), Size.parse(target), 0)).isZero();
  }

  @Test
  void picturesAreReadByManyThreads() throws IOException {
    byte[] jpeg = encode(noise(BufferedImage.TYPE_3BYTE_BGR), "jpeg");
    byte[] expected = ImageFile.read(jpeg, "1.jpg").rgb();

    assertThat(IntStream.range(0, 200).parallel().mapToObj(i -> ImageFile.read(jpeg, "1.jpg")))
        .allSatisfy(frame -> assertThat(frame.rgb()).isEqualTo(expected));
  }

  @Test
  void jpegIsReadCloseToWhatWasWritten() throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, 0xc86432);
      }
    }

    byte[] rgb = ImageFile.read(encode(image, "jpeg"), "1.jpg").rgb();

    assertThat(rgb[0] & 0xff).isBetween(196, 204);
    assertThat(rgb[1] & 0xff).isBetween(96, 104);
    assertThat(rgb[2] & 0xff).isBetween(46, 54);
  }

  @Test
  void theSizeIsReadFromTheHeaderAlone() throws IOException {
    byte[] bytes = encode(noise(BufferedImage.TYPE_3BYTE_BGR), "png");
    InputStream start = new ByteArrayInputStream(Arrays.copyOf(bytes, 60));

    assertThat(ImageFile.readSize(start, "1.png")).isEqualTo(new Size(31, 17));
  }

  @ParameterizedTest
  @CsvSource({
    "png, " + ImageWriteParam.MODE_DISABLED,
    "png, " + ImageWriteParam.MODE_DEFAULT,
    "jpeg, " + ImageWriteParam.MODE_DISABLED,
    "jpeg, " + ImageWriteParam.MODE_DEFAULT,
    "bmp, " + ImageWriteParam.MODE_DISABLED,
    "tiff, " + ImageWriteParam.MODE_DISABLED
  })
  void aTruncatedImageIsRejectedAtAnyLength(String format, int progressiveMode) throws IOException {
    byte[] bytes = encode(noise(BufferedImage.TYPE_3BYTE_BGR), format, progressiveMode);
    byte[] whole = ImageFile.read(bytes, "whole").rgb();

    for (int length = 0; length < bytes.length; length++) {
      try {
        // The last bytes of a PNG are checksums; the image is complete without them.
        assertThat(ImageFile.read(Arrays.copyOf(bytes, length), "cut.png").rgb())
            .as("%d of %d bytes", length, bytes.length)
            .isEqualTo(whole);
        assertThat(length).isGreaterThan(bytes.length - 30);
      } catch (UserException e) {
        assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT);
        assertThat(e).hasMessageContaining("cut.png");
      }
    }
  }

  @Test
  void anEmptyFileIsNamed() {
    assertThatThrownBy(() -> ImageFile.read(new byte[0], "v/1.png"))
        .hasMessage("image v/1.png is empty (0 bytes): copy or extract it again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no picture", "x", "GIF89a trailing"})
  void aFileOfAnotherKindIsNamed(String text) {
    assertThatThrownBy(() -> ImageFile.read(text.getBytes(StandardCharsets.UTF_8), "v/1.png"))
        .hasMessageContaining("file v/1.png is not a PNG, JPEG, BMP, WebP or TIFF image");
  }

  @Test
  void aHeaderWithAHugeSizeIsRefused() throws IOException {
    byte[] bytes = encode(noise(BufferedImage.TYPE_3BYTE_BGR), "png");
    ByteBuffer.wrap(bytes).putInt(16, 16385);

    assertThatThrownBy(() -> ImageFile.read(bytes, "v/1.png"))
        .hasMessageContaining("image v/1.png is 16385x17 pixels, more than 16384");
  }

  @Test
  void aCmykJpegIsRejected() {
    byte[] bytes = Base64.getDecoder().decode(CMYK_JPEG);

    assertThatThrownBy(() -> ImageFile.read(bytes, "v/1.jpg"))
        .hasMessageContaining("image v/1.jpg is a CMYK JPEG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.png", "a.b.JPG", "x.jpeg", "x.bmp", "x.webp", "x.tif", "x.TIFF"})
  void imageExtensionsAreRecognised(String name) {
    assertThat(ImageFile.isImage(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "Thumbs.db", "1.txt", "1.png.part", ""})
  void otherExtensionsAreNot(String name) {
    assertThat(ImageFile.isImage(name)).isFalse();
  }
}
