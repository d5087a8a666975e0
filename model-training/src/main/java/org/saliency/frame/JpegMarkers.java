package org.saliency.frame;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Facts from the markers of a JPEG file. Decoders may fill in missing pixels at the end, so the end
 * marker is checked here.
 *
 * @param isComplete whether the file contains the end-of-image marker
 * @param channels number of colour channels; empty if the file ends before its frame header
 */
public record JpegMarkers(boolean isComplete, OptionalInt channels) {

  private static final int LAST_RESTART = 0xd7;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int PROFILE = 0xe2;
  private static final int LENGTH_AT = 2;
  private static final int CHANNELS_AT = 9;

  /** Scans a file that begins with the JPEG signature. */
  public static JpegMarkers of(byte[] bytes) {
    OptionalInt channels = OptionalInt.empty();
    int at = 2;
    while (at < bytes.length - 1) {
      int marker = bytes[at + 1] & 0xff;
      if (bytes[at] != (byte) 0xff || marker == 0xff) {
        at++;
      } else if (marker == END_OF_IMAGE) {
        return new JpegMarkers(true, channels);
      } else if (marker <= 0x01 || (marker >= 0xd0 && marker <= LAST_RESTART)) {
        at += 2; // an escaped 0xff in pixel data, or a restart marker: no length follows
      } else {
        if (beginsFrame(marker) && at + CHANNELS_AT < bytes.length) {
          channels = OptionalInt.of(bytes[at + CHANNELS_AT] & 0xff);
        }
        if (at + LENGTH_AT + 1 >= bytes.length) {
          break;
        }
        at += 2 + ((bytes[at + LENGTH_AT] & 0xff) << 8 | (bytes[at + LENGTH_AT + 1] & 0xff));
      }
    }
    return new JpegMarkers(false, channels);
  }

  /**
   * A file without colour profiles, which have to be whole for Java's decoder although no pixel
   * depends on them; the file itself if it has none.
   */
  public static byte[] withoutProfiles(byte[] bytes) {
    byte[] kept = null;
    int keptBytes = 2;
    int at = 2;
    while (at + LENGTH_AT + 1 < bytes.length && bytes[at] == (byte) 0xff) {
      int marker = bytes[at + 1] & 0xff;
      int length = 2 + ((bytes[at + LENGTH_AT] & 0xff) << 8 | (bytes[at + LENGTH_AT + 1] & 0xff));
      if (marker < 0xc0
          || marker == 0xff
          || marker == START_OF_SCAN
          || length > bytes.length - at) {
        break;
      }
      if (marker == PROFILE) {
        kept = kept == null ? bytes.clone() : kept;
      } else {
        if (kept != null) {
          System.arraycopy(bytes, at, kept, keptBytes, length);
        }
        keptBytes += length;
      }
      at += length;
    }
    if (kept == null) {
      return bytes;
    }
    System.arraycopy(bytes, at, kept, keptBytes, bytes.length - at);
    return Arrays.copyOf(kept, keptBytes + bytes.length - at);
  }

  static boolean beginsFrame(int marker) {
    return (marker & 0xf0) == 0xc0 && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
}
