package org.saliency.png;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class RunDeflateTest {

  private static byte[] inflate(byte[] zlib, int length) throws DataFormatException {
    Inflater inflater = new Inflater();
    inflater.setInput(zlib);
    byte[] data = new byte[length + 1];
    int count = inflater.inflate(data);
    assertThat(inflater.finished()).as("the stream and its checksum end").isTrue();
    assertThat(inflater.getRemaining()).isZero();
    inflater.end();
    return Arrays.copyOf(data, count);
  }

  private static void assertRestored(byte[] data) throws DataFormatException {
    assertThat(inflate(RunDeflate.zlib(data), data.length)).isEqualTo(data);
  }

  @Test
  void runsOfEveryLengthSurviveARoundTrip() throws Exception {
    for (int length = 0; length < 1100; length++) {
      byte[] run = new byte[length];
      assertRestored(run);
      byte[] between = new byte[length + 2];
      Arrays.fill(between, 1, length + 1, (byte) 200);
      assertRestored(between);
    }
  }

  @Test
  void runsAcrossBlocksSurviveARoundTrip() throws Exception {
    int block = 1 << 17;
    Random random = new Random(4);
    for (int length = block - 10; length <= block + 10; length++) {
      assertRestored(new byte[length]);
      assertRestored(new byte[2 * length]);
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      assertRestored(noise);
      Arrays.fill(noise, length - 200, length, (byte) 7);
      assertRestored(noise);
    }
  }

  @Test
  void anyDataSurvivesARoundTrip() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      byte[] data = new byte[random.nextInt(20_000)];
      int values = 1 + random.nextInt(256);
      int longest = 1 + random.nextInt(600);
      for (int at = 0; at < data.length; ) {
        int end = Math.min(data.length, at + 1 + random.nextInt(longest));
        Arrays.fill(data, at, end, (byte) random.nextInt(values));
        at = end;
      }
      assertRestored(data);
    }
  }

  /** Frequencies that double: codes would be longer than deflate allows. */
  @Test
  void codesAreNoLongerThanTheFormatAllows() throws Exception {
    byte[] data = new byte[1 << 22];
    int at = 0;
    for (int value = 0; value < 21; value++) {
      for (int i = 0; i < 1 << value && at < data.length - 1; i++) {
        data[at] = (byte) value;
        at += 2; // no runs
      }
    }
    for (int i = 1; i < data.length; i += 2) {
      data[i] = (byte) (100 + i / 2 % 2);
    }
    assertRestored(data);
  }

  @Test
  void noiseGrowsLittle() throws Exception {
    byte[] noise = new byte[100_000];
    new Random(2).nextBytes(noise);
    assertRestored(noise);
    assertThat(RunDeflate.zlib(noise).length).isLessThan(101_000);
  }

  @Test
  void runsTakeAboutAsManyBytesAsByDeflate() {
    Random random = new Random(3);
    byte[] data = new byte[500_000];
    for (int at = 0; at < data.length; ) {
      int end = Math.min(data.length, at + 1 + (int) (40 * -Math.log(1 - random.nextDouble())));
      Arrays.fill(data, at, end, (byte) (random.nextInt(3) - 1));
      at = end;
    }
    byte[] buffer = new byte[data.length];
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    deflater.setInput(data);
    deflater.finish();
    int length = deflater.deflate(buffer);
    deflater.end();
    assertThat(RunDeflate.zlib(data).length).isLessThan((int) (1.05 * length));
  }
}
