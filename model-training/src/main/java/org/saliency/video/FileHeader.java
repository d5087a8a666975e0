package org.saliency.video;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.storage.SeekableInput;

/**
 * The first bytes of a video file.
 *
 * @param bytes the first {@value #BYTES} bytes, little-endian, zero after the end of the file
 * @param fileBytes length of the file
 */
record FileHeader(ByteBuffer bytes, long fileBytes) {

  private static final int BYTES = 64;
  private static final int RIFF_START = 8;
  private static final int EBML = 0x1a45dfa3;
  private static final int SEGMENT = 0x18538067;
  private static final int FTYP = 'f' | 't' << 8 | 'y' << 16 | 'p' << 24;

  /**
   * Reads the header.
   *
   * @throws StorageException when the file cannot be read
   * @throws UserException when it is empty
   */
  static FileHeader read(SeekableInput input, String path) {
    long length = input.length();
    if (length == 0) {
      throw UserException.input("video %s is empty (0 bytes): copy it again", path);
    }
    byte[] bytes = new byte[BYTES];
    try {
      input.seek(0);
      for (int at = 0, count = 0; count >= 0 && at < bytes.length; at += Math.max(0, count)) {
        count = input.read(bytes, at, bytes.length - at);
      }
    } catch (IOException | RuntimeException e) {
      throw unreadable(e, path);
    }
    return new FileHeader(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), length);
  }

  boolean isMp4() {
    return bytes.getInt(4) == FTYP;
  }

  /** Whether a RIFF file is shorter than its header says; a negative length means unknown. */
  boolean isTruncatedRiff() {
    int expected = bytes.getInt(4);
    return expected > 0 && expected + (long) RIFF_START > fileBytes;
  }

  /** Whether a Matroska or WebM file is shorter than its header says, if that says a length. */
  boolean isTruncatedMatroska() {
    ByteBuffer file = bytes.duplicate().order(ByteOrder.BIG_ENDIAN);
    if (file.getInt(0) != EBML) {
      return false;
    }
    file.position(Integer.BYTES);
    long header = elementLength(file);
    long segment = file.position() + header;
    if (header < 0 || segment > BYTES - RIFF_START - Integer.BYTES) {
      return false;
    }
    file.position((int) segment);
    if (file.getInt() != SEGMENT) {
      return false;
    }
    long content = elementLength(file);
    return content >= 0 && file.position() + content > fileBytes;
  }

  /**
   * A length of one to eight bytes, of which the leading zeros of the first tell; -1 if unknown.
   */
  private static long elementLength(ByteBuffer file) {
    int first = file.get() & 0xff;
    int more = Integer.numberOfLeadingZeros(first) - 3 * Byte.SIZE;
    long length = first & (0x7f >> more);
    boolean isUnknown = length == 0x7f >> more;
    for (int i = 0; i < more; i++) {
      int next = file.get() & 0xff;
      isUnknown &= next == 0xff;
      length = length << Byte.SIZE | next;
    }
    return isUnknown ? -1 : length;
  }

  /** The error for a file that cannot be read; rethrows an {@link Error}. */
  static StorageException unreadable(Throwable cause, String path) {
    if (cause instanceof Error error) {
      throw error;
    }
    return StorageException.reading("video " + path, cause);
  }
}
