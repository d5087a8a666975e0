package org.saliency.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunInflateTest {

  /** Bytes with few to many values, in short to long runs, or repeated from earlier. */
  private static byte[] data(Random random, int length) {
    byte[] data = new byte[length];
    int values = 1 + random.nextInt(256);
    int longest = 1 + random.nextInt(600);
    for (int at = 0; at < length; ) {
      int end = Math.min(length, at + 1 + random.nextInt(longest));
      if (at > 0 && random.nextInt(4) == 0) {
        int distance = 1 + random.nextInt(Math.min(at, 40_000));
        for (int i = at; i < end; i++) {
          data[i] = data[i - distance];
        }
      } else {
        Arrays.fill(data, at, end, (byte) random.nextInt(values));
      }
      at = end;
    }
    return data;
  }

  private static byte[] deflate(byte[] data, int level, int strategy) {
    Deflater deflater = new Deflater(level);
    deflater.setStrategy(strategy);
    deflater.setInput(data);
    deflater.finish();
    byte[] buffer = new byte[2 * data.length + 1000];
    int length = 0;
    while (!deflater.finished()) {
      length += deflater.deflate(buffer, length, buffer.length - length);
    }
    deflater.end();
    return Arrays.copyOf(buffer, length);
  }

  /** The result of the JDK's decoder; shorter if the stream is truncated. */
  private static byte[] inflate(byte[] zlib, int length) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(zlib);
      byte[] data = new byte[length];
      return Arrays.copyOf(data, inflater.inflate(data));
    } finally {
      inflater.end();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Deflater.DEFAULT_STRATEGY,
        Deflater.FILTERED,
        Deflater.HUFFMAN_ONLY, // no distances at all
      })
  void readsWhatTheJdkWrites(int strategy) throws Exception {
    Random random = new Random(strategy);
    for (int i = 0; i < 100; i++) {
      byte[] data = data(random, random.nextInt(100_000));
      byte[] zlib = deflate(data, i % 10, strategy);
      assertThat(RunInflate.zlib(zlib, data.length)).isEqualTo(data);
    }
  }

  @Test
  void readsWhatRunDeflateWrites() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 100; i++) {
      byte[] data = data(random, random.nextInt(200_000));
      assertThat(RunInflate.zlib(RunDeflate.zlib(data), data.length)).isEqualTo(data);
    }
  }

  @Test
  void readsBlocksWithFixedCodes() throws Exception {
    Random random = new Random(6);
    for (int length = 0; length < 300; length++) { // of few bytes the JDK makes such blocks
      byte[] data = data(random, length);
      assertThat(RunInflate.zlib(deflate(data, 9, Deflater.DEFAULT_STRATEGY), length))
          .isEqualTo(data);
    }
  }

  @Test
  void readsThePrefixOfALongerStream() throws Exception {
    byte[] data = data(new Random(7), 50_000);
    for (int level = 0; level <= 9; level++) {
      byte[] zlib = deflate(data, level, Deflater.DEFAULT_STRATEGY);
      for (int length = 0; length < data.length; length += 997) {
        assertThat(RunInflate.zlib(zlib, length)).isEqualTo(Arrays.copyOf(data, length));
      }
    }
  }

  @Test
  void aTruncatedStreamIsAnError() throws Exception {
    byte[] data = data(new Random(8), 20_000);
    for (int level = 0; level <= 9; level++) {
      byte[] zlib = deflate(data, level, Deflater.DEFAULT_STRATEGY);
      for (int length = 0; length < zlib.length; length += 1 + length / 50) {
        byte[] cut = Arrays.copyOf(zlib, length);
        if (inflate(cut, data.length).length < data.length) {
          assertThatThrownBy(() -> RunInflate.zlib(cut, data.length))
              .as("%d of %d bytes at level %d", length, zlib.length, level)
              .isInstanceOf(DataFormatException.class);
        }
      }
      assertThatThrownBy(() -> RunInflate.zlib(zlib, data.length + 1))
          .isInstanceOf(DataFormatException.class);
    }
  }

  @Test
  void damagedDataGivesTheJdksResultOrAnError() {
    Random random = new Random(9);
    int faults = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] data = data(random, 1 + random.nextInt(3000));
      byte[] zlib = deflate(data, i % 10, Deflater.DEFAULT_STRATEGY);
      for (int k = 0; k <= random.nextInt(3); k++) {
        zlib[random.nextInt(zlib.length)] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] expected;
      try {
        expected = inflate(zlib, data.length);
      } catch (DataFormatException e) {
        expected = new byte[0]; // may be for the checksum, which is not looked at here
      }
      try {
        byte[] read = RunInflate.zlib(zlib, data.length);
        if (expected.length == data.length) {
          assertThat(read).isEqualTo(expected);
        }
      } catch (DataFormatException e) {
        faults++;
        assertThat(expected.length).isLessThan(data.length);
      }
    }
    assertThat(faults).isBetween(5_000, 19_000);
  }
}
