package org.saliency.spark.scale;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FSInputStream;
import org.saliency.spark.scale.Requests.Kind;

/**
 * Reads an object: one request from where reading begins to the end of the object, and another one
 * after a seek that is no short skip.
 */
final class SimulatedInput extends FSInputStream {

  private static final int SKIPPED = 64 << 10;

  private final SimulatedBucket bucket;
  private final String key;
  private byte[] bytes;
  private long position;
  private long streamed = -1; // position of the open request; -1 for none

  SimulatedInput(SimulatedBucket bucket, String key) {
    this.bucket = bucket;
    this.key = key;
  }

  private void request() throws IOException {
    if (streamed >= 0 && position >= streamed && position - streamed <= SKIPPED) {
      streamed = position;
      return;
    }
    bucket.requests().make(Kind.GET, key);
    if (bytes == null) {
      bytes = bucket.read(key);
      if (bytes == null) {
        throw new FileNotFoundException("no such object: " + key);
      }
    }
    streamed = position;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    request();
    if (position >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.length - position);
    System.arraycopy(bytes, (int) position, buffer, from, count);
    position += count;
    streamed = position;
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public void seek(long to) throws IOException {
    if (to < 0) {
      throw new EOFException("position " + to);
    }
    position = to;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public boolean seekToNewSource(long target) {
    return false;
  }
}
