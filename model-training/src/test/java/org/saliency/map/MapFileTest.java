package org.saliency.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

class MapFileTest {

  private static final String PATH = "maps/clip 100%/7.png";

  @Test
  void readsGreyOf8BitsWithoutGamma() {
    int[][] samples = {{0}, {1}, {127}, {128}, {254}, {255}};
    BufferedImage image = PictureSamples.image(BufferedImage.TYPE_BYTE_GRAY, 3, samples);
    SaliencyMap map = MapFile.read(PictureSamples.file(image, "png"), PATH);
    assertThat(map.size()).isEqualTo(new Size(3, 2));
    assertThat(map.values())
        .containsExactly(0, 1 / 255.0, 127 / 255.0, 128 / 255.0, 254 / 255.0, 1);
  }

  @Test
  void readsGreyOf16BitsToTheLastBit() {
    int[][] samples = {{0}, {1}, {255}, {256}, {40000}, {65535}};
    BufferedImage image = PictureSamples.image(BufferedImage.TYPE_USHORT_GRAY, 2, samples);
    assertThat(MapFile.read(PictureSamples.file(image, "png"), PATH).values())
        .containsExactly(0, 1 / 65535.0, 255 / 65535.0, 256 / 65535.0, 40000 / 65535.0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void readsGreyOfFewBits(int bits) {
    byte[] rows = {0, (byte) 0b10110001};
    int highest = (1 << bits) - 1;
    double[] expected =
        IntStream.range(0, 8 / bits)
            .mapToDouble(i -> (0b10110001 >> (8 - bits * (i + 1)) & highest) / (double) highest)
            .toArray();
    byte[] file = PictureSamples.png(8 / bits, 1, bits, 0, rows);
    assertThat(MapFile.read(file, PATH).values()).containsExactly(expected);
  }

  /** Rows that use every filter of the PNG specification. */
  @Property(tries = 50)
  void readsGreyOf8BitsThroughEveryFilter(@ForAll long seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(9);
    int height = 1 + random.nextInt(12);
    int[][] picture = new int[height][width];
    byte[] rows = new byte[height * (1 + width)];
    int at = 0;
    for (int y = 0; y < height; y++) {
      int filter = (int) ((y + (seed & 0xff)) % 5);
      rows[at++] = (byte) filter;
      for (int x = 0; x < width; x++) {
        picture[y][x] = random.nextInt(256);
        int left = x == 0 ? 0 : picture[y][x - 1];
        int above = y == 0 ? 0 : picture[y - 1][x];
        int corner = x == 0 || y == 0 ? 0 : picture[y - 1][x - 1];
        rows[at++] = (byte) (picture[y][x] - predictor(filter, left, above, corner));
      }
    }
    SaliencyMap map = MapFile.read(PictureSamples.png(width, height, 8, 0, rows), PATH);
    assertThat(map.values())
        .containsExactly(
            Arrays.stream(picture)
                .flatMapToInt(IntStream::of)
                .mapToDouble(v -> v / 255.0)
                .toArray());
  }

  private static int predictor(int filter, int left, int above, int corner) {
    return switch (filter) {
      case 1 -> left;
      case 2 -> above;
      case 3 -> (left + above) / 2;
      case 4 ->
          IntStream.of(left, above, corner)
              .boxed()
              .min(java.util.Comparator.comparingInt(v -> Math.abs(left + above - corner - v)))
              .orElseThrow();
      default -> 0;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x7f, 0xff})
  void ignoresDataAfterTheEndOfAPng(int value) {
    byte[] file = MapFile.write(MapSamples.random(20, 30, 6), MapDepth.EIGHT_BITS);
    byte[] longer = Arrays.copyOf(file, file.length + 100);
    Arrays.fill(longer, file.length, longer.length, (byte) value);
    assertThat(MapFile.read(longer, PATH).values())
        .containsExactly(MapFile.read(file, PATH).values());
  }

  @Test
  void rejectsAnUnknownFilter() {
    assertUnreadable(PictureSamples.png(1, 1, 8, 0, new byte[] {5, 0}), "cannot be decoded as PNG");
  }

  @Test
  void resizesWhileItQuantises() {
    SaliencyMap map = MapSamples.random(20, 30, 3);
    Size size = new Size(47, 81);
    QuantisedMap quantised = QuantisedMap.of(map, size, MapDepth.EIGHT_BITS);
    SaliencyMap resized = Resize.bilinear(map, size);
    assertThat(quantised.map().values())
        .containsExactly(MapFile.read(MapFile.write(resized, MapDepth.EIGHT_BITS), PATH).values());
    assertThat(quantised.png()).isEqualTo(MapFile.write(resized, MapDepth.EIGHT_BITS));
  }

  /** Values inside and outside 0..1, and steps of a file, which give ties. */
  @Property(tries = 300)
  void roundsWhatResizingGives(@ForAll long seed, @ForAll MapDepth depth) {
    Random random = new Random(seed);
    boolean isOfFile = random.nextBoolean();
    Size from = new Size(1 + random.nextInt(40), 1 + random.nextInt(40));
    Size to = new Size(1 + random.nextInt(130), 1 + random.nextInt(130));
    double[] values =
        random
            .doubles(from.pixels(), -0.2, 1.2)
            .map(value -> isOfFile ? (int) (255 * value) / 255.0 : value)
            .toArray();
    SaliencyMap map = new SaliencyMap(from, values);
    int highest = depth.highest();
    double[] expected =
        Arrays.stream(Resize.bilinear(map, to).values())
            .map(value -> Math.floor(Math.max(0, Math.min(1, value)) * highest + 0.5) / highest)
            .toArray();
    QuantisedMap quantised = QuantisedMap.of(map, to, depth);
    assertThat(quantised.map().values()).containsExactly(expected);
    assertThat(MapFile.read(quantised.png(), PATH).values()).containsExactly(expected);
  }

  @Test
  void reportsWhereAResizedMapIsNaN() {
    double[] values = new double[12];
    values[6] = Double.NaN; // row 1, column 2, which row 0 mixes in with a share of 0
    SaliencyMap map = new SaliencyMap(new Size(4, 3), values);
    for (MapDepth depth : MapDepth.values()) {
      assertThatThrownBy(() -> QuantisedMap.of(map, new Size(8, 6), depth))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row 0, column 3");
    }
  }

  @Test
  void takesTheMeanOfColourChannels() {
    int[][] samples = {{255, 0, 0}, {0, 255, 0}, {10, 20, 33}, {255, 255, 255}};
    BufferedImage image = PictureSamples.image(BufferedImage.TYPE_3BYTE_BGR, 4, samples);
    assertThat(MapFile.read(PictureSamples.file(image, "png"), PATH).values())
        .containsExactly(1 / 3.0, 1 / 3.0, 63 / 765.0, 1);
  }

  @Test
  void readsColourOfEqualChannelsAsGrey() {
    int[][] colours =
        IntStream.range(0, 256).mapToObj(v -> new int[] {v, v, v}).toArray(int[][]::new);
    BufferedImage image = PictureSamples.image(BufferedImage.TYPE_3BYTE_BGR, 16, colours);
    double[] expected = IntStream.range(0, 256).mapToDouble(v -> v / 255.0).toArray();
    assertThat(MapFile.read(PictureSamples.file(image, "png"), PATH).values())
        .containsExactly(expected);
  }

  @Test
  void ignoresTransparency() {
    int[][] samples = {{255, 0, 0, 0}, {10, 20, 33, 128}};
    BufferedImage image = PictureSamples.image(BufferedImage.TYPE_4BYTE_ABGR, 2, samples);
    assertThat(MapFile.read(PictureSamples.file(image, "png"), PATH).values())
        .containsExactly(1 / 3.0, 63 / 765.0);
    byte[] greyWithAlpha = PictureSamples.png(2, 1, 8, 4, new byte[] {0, 51, 0, 102, (byte) 255});
    assertThat(MapFile.read(greyWithAlpha, PATH).values()).containsExactly(0.2, 0.4);
  }

  @Test
  void readsColourOf16Bits() {
    byte[] rows = {0, (byte) 255, (byte) 255, 0, 0, 0, 1};
    assertThat(MapFile.read(PictureSamples.png(1, 1, 16, 2, rows), PATH).values())
        .containsExactly(65536 / (3 * 65535.0));
  }

  @Test
  void readsPalettes() {
    BufferedImage image =
        PictureSamples.palette(new int[] {2, 0, 1, 2}, 0x000000, 0xff0000, 0x0a1421);
    assertThat(MapFile.read(PictureSamples.file(image, "png"), PATH).values())
        .containsExactly(63 / 765.0, 0, 1 / 3.0, 63 / 765.0);
  }

  @Test
  void readsJpegUnderAnyName() {
    int[][] samples = new int[64 * 64][1];
    Arrays.fill(samples, new int[] {204});
    BufferedImage grey = PictureSamples.image(BufferedImage.TYPE_BYTE_GRAY, 64, samples);
    SaliencyMap map = MapFile.read(PictureSamples.file(grey, "jpg"), PATH);
    assertThat(map.size()).isEqualTo(new Size(64, 64));
    for (double value : map.values()) {
      assertThat(value).isCloseTo(0.8, within(0.01));
    }
  }

  @ParameterizedTest
  @EnumSource(MapDepth.class)
  void readsBackTheMapThatWasQuantised(MapDepth depth) {
    SaliencyMap map = MapSamples.random(37, 53, 4);
    map.values()[0] = -0.1;
    map.values()[1] = 1.1;
    map.values()[2] = 0.5 / depth.highest(); // a tie: rounded up
    SaliencyMap read = MapFile.read(MapFile.write(map, depth), PATH);
    assertThat(read.size()).isEqualTo(map.size());
    assertThat(read.values())
        .containsExactly(QuantisedMap.of(map, map.size(), depth).map().values());
    assertThat(read.values()).startsWith(0, 1, 1.0 / depth.highest());
    assertThat(read.values()[9]).isCloseTo(map.values()[9], within(0.501 / depth.highest()));
  }

  @ParameterizedTest
  @EnumSource(MapDepth.class)
  void writesAReadMapUnchanged(MapDepth depth) {
    byte[] file = MapFile.write(MapSamples.random(300, 220, 5), depth);
    assertThat(MapFile.write(MapFile.read(file, PATH), depth)).isEqualTo(file);
  }

  @Test
  void writesEveryStepOf16Bits() {
    double[] values = IntStream.range(0, 65536).mapToDouble(v -> v / 65535.0).toArray();
    SaliencyMap map = new SaliencyMap(new Size(256, 256), values);
    assertThat(MapFile.read(MapFile.write(map, MapDepth.SIXTEEN_BITS), PATH).values())
        .containsExactly(values);
  }

  @Test
  void writesPicturesThatTheJdkReads() throws IOException {
    SaliencyMap map = MapSamples.steps(5, 7);
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(MapFile.write(map, MapDepth.EIGHT_BITS)));
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(image.getRaster().getSample(6, 4, 0)).isEqualTo((int) (map.at(4, 6) * 255 + 0.5));
  }

  @Test
  void writesPicturesOf16BitsThatTheJdkReads() throws IOException {
    double[] values = {0, 1 / 65535.0, 255 / 65535.0, 256 / 65535.0, 0.5, 1};
    SaliencyMap map = new SaliencyMap(new Size(3, 2), values);
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(MapFile.write(map, MapDepth.SIXTEEN_BITS)));
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_USHORT_GRAY);
    assertThat(image.getRaster().getSamples(0, 0, 3, 2, 0, (int[]) null))
        .containsExactly(0, 1, 255, 256, 32768, 65535);
  }

  @Test
  void aVideoFrameOfItsGreysIsTheQuantisedMap() {
    SaliencyMap map = MapSamples.random(16, 16, 3);
    QuantisedMap quantised = QuantisedMap.of(map, map.size(), MapDepth.EIGHT_BITS);
    byte[] greys = quantised.greys();
    byte[] rgb = new byte[3 * greys.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = greys[i / 3];
    }
    assertThat(SaliencyMap.of(new Frame(map.size(), rgb)).values())
        .containsExactly(quantised.map().values());
  }

  @Test
  void aVideoFrameInColourIsTheMeanOfItsChannels() {
    Frame frame = new Frame(new Size(1, 1), new byte[] {10, 20, 33});
    assertThat(SaliencyMap.of(frame).values()).containsExactly(63 / 765.0);
  }

  @Test
  void rejectsNaN() {
    SaliencyMap map = MapSamples.steps(5, 7);
    map.values()[2 * 7 + 3] = Double.NaN;
    assertThatThrownBy(() -> MapFile.write(map, MapDepth.EIGHT_BITS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 2, column 3");
  }

  @Test
  void refusesAnEmptyFile() {
    assertUnreadable(new byte[0], "is empty");
  }

  @Test
  void rejectsTextWithAnImageExtension() {
    assertUnreadable("not found\n".getBytes(StandardCharsets.UTF_8), "neither a PNG nor a JPEG");
    assertUnreadable("no".getBytes(StandardCharsets.UTF_8), "neither a PNG nor a JPEG");
  }

  @Test
  void refusesAPngCutAnywhere() {
    byte[] own = MapFile.write(MapSamples.random(20, 30, 6), MapDepth.EIGHT_BITS);
    byte[] jdk =
        PictureSamples.file(
            PictureSamples.image(BufferedImage.TYPE_BYTE_GRAY, 2, new int[][] {{1}, {2}}), "png");
    for (byte[] file : new byte[][] {own, jdk}) {
      for (int length = 8; length < file.length; length++) {
        assertUnreadable(Arrays.copyOf(file, length), "is truncated, it ends after " + length);
      }
    }
  }

  @Test
  void refusesAJpegCutAnywhere() {
    int[][] samples =
        new Random(7).ints(40 * 40, 0, 256).mapToObj(v -> new int[] {v}).toArray(int[][]::new);
    byte[] file =
        PictureSamples.file(PictureSamples.image(BufferedImage.TYPE_BYTE_GRAY, 40, samples), "jpg");
    for (int length = 3; length < file.length; length++) {
      assertUnreadable(Arrays.copyOf(file, length), "is truncated, it ends after " + length);
    }
  }

  @Test
  void refusesAPngWhosePixelsStopEarly() {
    byte[] threeRowsOfFour = new byte[3 * 11];
    assertUnreadable(PictureSamples.png(10, 4, 8, 0, threeRowsOfFour), "cannot be decoded as PNG");
  }

  @Test
  void rejectsCmyk() {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    byte[] file = PictureSamples.jpegOf(raster);
    assertUnreadable(file, "4 colour channels");
  }

  @Test
  void refusesAPngWithAChangedByte() {
    byte[] file = MapFile.write(MapSamples.random(20, 30, 6), MapDepth.EIGHT_BITS);
    file[100] ^= 0x10;
    assertUnreadable(file, "is damaged");
  }

  @ParameterizedTest
  @ValueSource(ints = {16385, 2_000_000_000})
  void rejectsHugeSizesBeforeAllocating(int side) {
    byte[] rows = new byte[10];
    assertUnreadable(PictureSamples.png(side, 1, 8, 0, rows), "at most 16384x16384");
    assertUnreadable(PictureSamples.png(1, side, 8, 0, rows), "at most 16384x16384");
  }

  @Property(tries = 300)
  void damagedJpegOnlyCausesUserErrors(
      @ForAll @IntRange(min = 0, max = 100_000) int position, @ForAll byte value) {
    byte[] file = JpegHolder.JPEG.clone();
    file[2 + position % (file.length - 2)] = value;
    try {
      MapFile.read(file, PATH);
    } catch (UserException e) {
      assertThat(e).hasMessageContaining(PATH);
    }
  }

  private static final class JpegHolder {
    static final byte[] JPEG =
        PictureSamples.file(
            PictureSamples.image(
                BufferedImage.TYPE_3BYTE_BGR,
                20,
                new Random(8)
                    .ints(20 * 20, 0, 256)
                    .mapToObj(v -> new int[] {v, 255 - v, v / 2})
                    .toArray(int[][]::new)),
            "jpg");
  }

  private static void assertUnreadable(byte[] file, String message) {
    assertThatThrownBy(() -> MapFile.read(file, PATH))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT))
        .hasMessageContaining(PATH)
        .hasMessageContaining(message);
  }
}
