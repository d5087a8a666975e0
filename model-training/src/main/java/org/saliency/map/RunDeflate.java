package org.saliency.map;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Adler32;

/**
 * Compresses what consists of runs of equal bytes, as the filtered rows of smooth maps do: a zlib
 * stream (RFC 1950, 1951) whose only matches repeat the byte before, in blocks with Huffman codes
 * of their own. Takes about half of the time of {@link java.util.zip.Deflater} at its fastest, and
 * fewer bytes.
 */
final class RunDeflate {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final long EVERY_BYTE = 0x0101010101010101L;

  private static final int SHORTEST = 3;
  private static final int LONGEST = 258;
  private static final int END = 256;

  /** Literals, the end, and the lengths of matches. */
  private static final int SYMBOLS = 286;

  /** The order in which a block tells the lengths of the codes that its code lengths have. */
  static final int[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  /** Tokens in a block: bytes, the end, and matches, the longest at {@code END + LONGEST}. */
  private static final int BLOCK = 1 << 16;

  private static final int TOKENS = END + LONGEST + 1;

  /** More than the head of a block takes, and what is written ahead of its last bit. */
  private static final int HEAD_BYTES = 512;

  private final byte[] data;
  private final char[] block = new char[BLOCK];
  private int blockLength;
  private int read;

  private byte[] out;
  private int written;
  private long bits;
  private int bitCount;

  private RunDeflate(byte[] data) {
    this.data = data;
    this.out = new byte[data.length / 8 + HEAD_BYTES];
  }

  /** The data as a zlib stream. */
  static byte[] zlib(byte[] data) {
    return new RunDeflate(data).compress();
  }

  private byte[] compress() {
    put(0x0178, 16); // deflate with a window of 32 KiB, compressed fast
    do {
      takeBlock();
      writeBlock();
    } while (read < data.length);
    return end();
  }

  /** Takes bytes as tokens until the block is full. */
  private void takeBlock() {
    int length = 0;
    int at = read;
    while (at < data.length && length < BLOCK - SHORTEST) {
      byte value = data[at];
      int left = repeats(at + 1, value);
      at += 1 + left;
      block[length++] = (char) (value & 0xff);
      if (left >= SHORTEST) {
        block[length++] = (char) (END + left);
      } else {
        while (left-- > 0) {
          block[length++] = (char) (value & 0xff);
        }
      }
    }
    block[length++] = END;
    blockLength = length;
    read = at;
  }

  /** How often a value is there from a position on, as far as a match reaches. */
  private int repeats(int from, byte value) {
    int end = Math.min(data.length, from + LONGEST);
    int i = from;
    long eight = EVERY_BYTE * (value & 0xff);
    while (i <= end - Long.BYTES) {
      long differing = (long) LONGS.get(data, i) ^ eight;
      if (differing != 0) {
        return i + Long.numberOfTrailingZeros(differing) / Byte.SIZE - from;
      }
      i += Long.BYTES;
    }
    while (i < end && data[i] == value) {
      i++;
    }
    return i - from;
  }

  private void writeBlock() {
    int[] counts = new int[TOKENS];
    for (int i = 0; i < blockLength; i++) {
      counts[block[i]]++;
    }
    int[] frequencies = Arrays.copyOf(Arrays.copyOf(counts, END + 1), SYMBOLS);
    for (int match = SHORTEST; match <= LONGEST; match++) {
      frequencies[symbol(match)] += counts[END + match];
    }
    int[] lengths = HuffmanCode.lengths(frequencies, 15);
    int[] codes = HuffmanCode.codes(lengths);
    int[] tokenBits = Arrays.copyOf(codes, TOKENS);
    int[] tokenLengths = Arrays.copyOf(lengths, TOKENS);
    for (int match = SHORTEST; match <= LONGEST; match++) {
      // What follows its symbol belongs to it: extra bits, and the distance, a single zero.
      int symbol = symbol(match);
      int extra = match - SHORTEST & (1 << extraBits(match)) - 1;
      tokenBits[END + match] = codes[symbol] | extra << lengths[symbol];
      tokenLengths[END + match] = lengths[symbol] + extraBits(match) + 1;
    }
    long size = 0;
    for (int token = 0; token < TOKENS; token++) {
      size += (long) counts[token] * tokenLengths[token];
    }
    ensureRoom((int) (size / Byte.SIZE) + HEAD_BYTES);
    writeHead(lengths);
    for (int i = 0; i < blockLength; i++) {
      put(tokenBits[block[i]], tokenLengths[block[i]]);
    }
  }

  /** The symbol of a match's length. */
  private static int symbol(int match) {
    if (match == LONGEST) {
      return 285;
    }
    int extra = extraBits(match);
    return 257 + 4 * extra + (match - SHORTEST >> extra);
  }

  /** How many bits follow the symbol: each four symbols have one more, from the second four on. */
  private static int extraBits(int match) {
    int above = match - SHORTEST;
    return match == LONGEST || above < 8 ? 0 : 29 - Integer.numberOfLeadingZeros(above);
  }

  /** Tells the codes: how long each is, in codes that are told before. */
  private void writeHead(int[] lengths) {
    int[] frequencies = new int[LENGTH_ORDER.length];
    for (int length : lengths) {
      frequencies[length]++;
    }
    frequencies[1]++; // of the one distance
    int[] ofLengths = HuffmanCode.lengths(frequencies, 7);
    int[] codes = HuffmanCode.codes(ofLengths);
    put(read < data.length ? 0 : 1, 1); // whether it is the last block
    put(2, 2); // it has codes of its own
    put(SYMBOLS - 257, 5);
    put(0, 5); // one distance
    put(LENGTH_ORDER.length - 4, 4);
    for (int length : LENGTH_ORDER) {
      put(ofLengths[length], 3);
    }
    for (int length : lengths) {
      put(codes[length], ofLengths[length]);
    }
    put(codes[1], ofLengths[1]);
  }

  private void ensureRoom(int bytes) {
    if (out.length - written < bytes) {
      out = Arrays.copyOf(out, Math.max(written + bytes, out.length / 2 * 3));
    }
  }

  /** Without a branch, since nobody can tell when a byte is full. */
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
