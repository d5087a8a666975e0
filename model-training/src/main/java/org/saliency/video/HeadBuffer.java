package org.saliency.video;

import java.io.IOException;
import java.util.Arrays;
import org.saliency.storage.SeekableInput;

/**
 * Reads the first bytes of a file once, although its header is read several times: on object stores
 * each way back would be a request. Closing does nothing.
 */
final class HeadBuffer implements SeekableInput {

  private static final int BYTES = 1 << 17;

  private final SeekableInput input;
  private byte[] head; // null until it is read
  private long position;
  private long inputPosition = -1; // unknown at first

  HeadBuffer(SeekableInput input) {
    this.input = input;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position < Math.min(BYTES, length())) {
      byte[] first = head();
      int count = (int) Math.min(length, first.length - position);
      if (count > 0) {
        System.arraycopy(first, (int) position, buffer, offset, count);
        position += count;
        return count;
      }
    }
    if (inputPosition != position) {
      input.seek(position);
      inputPosition = position;
    }
    int count = input.read(buffer, offset, length);
    position += Math.max(0, count);
    inputPosition = position;
    return count;
  }

  private byte[] head() throws IOException {
    if (head == null) {
      byte[] bytes = new byte[(int) Math.min(BYTES, length())];
      input.seek(0);
      int at = 0;
      for (int count = 0; count >= 0 && at < bytes.length; at += Math.max(0, count)) {
        count = input.read(bytes, at, bytes.length - at);
      }
      inputPosition = at;
      head = at == bytes.length ? bytes : Arrays.copyOf(bytes, at);
    }
    return head;
  }

  @Override
  public void seek(long to) {
    position = to;
  }

  @Override
  public long length() {
    return input.length();
  }

  @Override
  public void close() {}
}
