package org.saliency.png;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * A zlib compressor (RFC 1950, 1951) for data with long runs of equal bytes, such as the filtered
 * rows of smooth maps. Its only matches repeat the previous byte; blocks have dynamic Huffman
 * codes. Takes about half the time of {@link java.util.zip.Deflater} at its fastest level and gives
 * smaller output.
 */
final class RunDeflate {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SHORTEST = 3;
  private static final int LONGEST = 258;
  private static final int END = 256;

  /** Literals, the end-of-block symbol and match lengths. */
  private static final int SYMBOLS = 286;

  /** Order of the code length code in a block header. */
  static final int[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  /** Input bytes per block. */
  private static final int BLOCK = 1 << 17;

  /** Number of literals written for a run, by its number of repeats. */
  private static final int[] LITERALS = new int[LONGEST + 1];

  static {
    Arrays.fill(LITERALS, 1);
    LITERALS[1] = 2;
    LITERALS[2] = 3;
  }

  private static final int LONGEST_CODE = 15;

  /** Upper bound of a block header, with the bytes written ahead of the last bit. */
  private static final int HEADER_BYTES = 512;

  private final byte[] data;

  /** Runs: the byte in the lower eight bits, the number of repeats above. */
  private final int[] block;

  private int blockLength;
  private int blockBytes;
  private int read;

  private byte[] out;
  private int written;
  private long bits;
  private int bitCount;

  private RunDeflate(byte[] data) {
    this.data = data;
    this.block = new int[Math.min(data.length, BLOCK)];
    this.out = new byte[data.length / 8 + HEADER_BYTES];
  }

  /** Compresses data to a zlib stream. */
  static byte[] zlib(byte[] data) {
    return new RunDeflate(data).compress();
  }

  private byte[] compress() {
    put(0x0178, 16); // deflate, 32 KiB window, fastest level
    do {
      takeBlock();
      writeBlock();
    } while (read < data.length);
    return end();
  }

  /** Collects the runs of the next block; the last run ends with the block. */
  private void takeBlock() {
    int end = Math.min(data.length, read + BLOCK);
    int start = read;
    int count = 0;
    for (int at = read; at < end; at += Long.BYTES) {
      long ends = runEnds(at, end);
      while (ends != 0) {
        int last = at + Long.numberOfTrailingZeros(ends) / Byte.SIZE;
        ends &= -1L << Byte.SIZE << Byte.SIZE * (last - at);
        int repeats = last - start;
        for (; repeats > LONGEST; repeats -= LONGEST + 1) {
          block[count++] = LONGEST << Byte.SIZE | data[start] & 0xff;
        }
        block[count++] = repeats << Byte.SIZE | data[start] & 0xff;
        start = last + 1;
      }
    }
    blockLength = count;
    blockBytes = end - read;
    read = end;
  }

  /** Eight bytes that are non-zero where a run ends: before another value or at the block's end. */
  private long runEnds(int at, int end) {
    if (at + Long.BYTES < end) {
      return (long) LONGS.get(data, at) ^ (long) LONGS.get(data, at + 1);
    }
    long ends = 0;
    for (int i = at; i < end; i++) {
      if (i == end - 1 || data[i] != data[i + 1]) {
        ends |= 0xffL << Byte.SIZE * (i - at);
      }
    }
    return ends;
  }

  private void writeBlock() {
    int[] frequencies = new int[SYMBOLS];
    int[] matches = new int[LONGEST + 1];
    for (int i = 0; i < blockLength; i++) {
      int repeats = block[i] >> Byte.SIZE;
      frequencies[block[i] & 0xff] += LITERALS[repeats];
      matches[repeats]++;
    }
    frequencies[END] = 1;
    for (int match = SHORTEST; match <= LONGEST; match++) {
      frequencies[symbol(match)] += matches[match];
    }
    int[] lengths = HuffmanCode.lengths(frequencies, LONGEST_CODE);
    int[] codes = HuffmanCode.codes(lengths);
    ensureRoom(HEADER_BYTES + blockBytes * LONGEST_CODE / Byte.SIZE); // upper bound per byte
    writeHeader(lengths);
    writeRuns(lengths, codes);
    put(codes[END], lengths[END]);
  }

  /** Has no data-dependent branches, which would be mispredicted. */
  private void writeRuns(int[] lengths, int[] codes) {
    // Index: the byte in the lower eight bits, the number of literals above.
    long[] literalBits = new long[4 << Byte.SIZE];
    int[] literalLengths = new int[4 << Byte.SIZE];
    for (int value = 0; value < END; value++) {
      for (int times = 1; times <= 3; times++) {
        int shorter = times - 1 << Byte.SIZE | value;
        int entry = times << Byte.SIZE | value;
        literalBits[entry] = literalBits[shorter] << lengths[value] | codes[value];
        literalLengths[entry] = literalLengths[shorter] + lengths[value];
      }
    }
    // A match: its symbol, extra bits and the distance code, a single zero bit.
    int[] matchBits = new int[LONGEST + 1];
    int[] matchLengths = new int[LONGEST + 1];
    for (int match = SHORTEST; match <= LONGEST; match++) {
      int symbol = symbol(match);
      int extra = match - SHORTEST & (1 << extraBits(match)) - 1;
      matchBits[match] = codes[symbol] | extra << lengths[symbol];
      matchLengths[match] = lengths[symbol] + extraBits(match) + 1;
    }
    long bits = this.bits; // as in put, but with local variables, which is much faster
    int bitCount = this.bitCount;
    int written = this.written;
    for (int i = 0; i < blockLength; i++) {
      int repeats = block[i] >> Byte.SIZE;
      int literal = LITERALS[repeats] << Byte.SIZE | block[i] & 0xff;
      bits |= literalBits[literal] << bitCount;
      bitCount += literalLengths[literal];
      bits |= (long) matchBits[repeats] << bitCount;
      bitCount += matchLengths[repeats];
      LONGS.set(out, written, bits);
      written += bitCount >> 3;
      bits >>>= bitCount & -Byte.SIZE;
      bitCount &= Byte.SIZE - 1;
    }
    this.bits = bits;
    this.bitCount = bitCount;
    this.written = written;
  }

  /** The symbol of a match length. */
  private static int symbol(int match) {
    if (match == LONGEST) {
      return 285;
    }
    int extra = extraBits(match);
    return 257 + 4 * extra + (match - SHORTEST >> extra);
  }

  /** Number of extra bits: one more for each group of four symbols after the second. */
  private static int extraBits(int match) {
    int above = match - SHORTEST;
    return match == LONGEST || above < 8 ? 0 : 29 - Integer.numberOfLeadingZeros(above);
  }

  /** Writes the block header with the code lengths. */
  private void writeHeader(int[] lengths) {
    int[] frequencies = new int[LENGTH_ORDER.length];
    for (int length : lengths) {
      frequencies[length]++;
    }
    frequencies[1]++; // the single distance code
    int[] lengthLengths = HuffmanCode.lengths(frequencies, 7);
    int[] codes = HuffmanCode.codes(lengthLengths);
    put(read < data.length ? 0 : 1, 1); // last block?
    put(2, 2); // dynamic Huffman codes
    put(SYMBOLS - 257, 5);
    put(0, 5); // one distance code
    put(LENGTH_ORDER.length - 4, 4);
    for (int length : LENGTH_ORDER) {
      put(lengthLengths[length], 3);
    }
    for (int length : lengths) {
      put(codes[length], lengthLengths[length]);
    }
    put(codes[1], lengthLengths[1]);
  }

  private void ensureRoom(int bytes) {
    if (out.length - written < bytes) {
      out = Arrays.copyOf(out, Math.max(written + bytes, out.length / 2 * 3));
    }
  }

  /** Has no branch, since full bytes come irregularly. */
  private void put(int value, int length) {
    bits |= (long) value << bitCount;
    bitCount += length;
    LONGS.set(out, written, bits);
    written += bitCount / Byte.SIZE;
    bits >>>= bitCount & -Byte.SIZE;
    bitCount %= Byte.SIZE;
  }

  private byte[] end() {
    put(0, -bitCount & 7);
    Adler32 checksum = new Adler32();
    checksum.update(data);
    put(Integer.reverseBytes((int) checksum.getValue()) & 0xffff, 16);
    put(Integer.reverseBytes((int) checksum.getValue()) >>> 16, 16);
    return Arrays.copyOf(out, written);
  }
}
