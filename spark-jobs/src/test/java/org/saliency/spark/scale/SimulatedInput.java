package org.saliency.spark.scale;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FSInputStream;
import org.saliency.spark.scale.Requests.Kind;

/**
 * Reads an object as Hadoop's S3A client does. A request asks for everything from where reading
 * begins; a seek forward within 64 KB skips bytes, any other takes a new request. Unless the file
 * was opened for sequential reading, the first seek backwards makes all later requests short: as
 * long as what is read, and at least 64 KB.
 */
final class SimulatedInput extends FSInputStream {

  private static final int SKIPPED = 64 << 10;

  private final SimulatedBucket bucket;
  private final String key;
  private final boolean isSequential;
  private byte[] bytes;
  private long position;
  private long streamed = -1; // position of the open request; -1 for none
  private long end; // of the open request
  private boolean isRandom;

  /**
   * An open object.
   *
   * @param isSequential whether it was opened for sequential reading
   */
  SimulatedInput(SimulatedBucket bucket, String key, boolean isSequential) {
    this.bucket = bucket;
    this.key = key;
    this.isSequential = isSequential;
  }

  private void request(int length) throws IOException {
    long skipped = position - streamed;
    if (streamed >= 0 && skipped >= 0 && skipped <= SKIPPED && position < end) {
      bucket.requests().transfer(skipped);
      streamed = position;
      return;
    }
    if (bytes != null && position >= bytes.length) {
      return;
    }
    isRandom |= streamed >= 0 && skipped < 0 && !isSequential;
    bucket.requests().make(Kind.GET, key);
    if (bytes == null) {
      bytes = bucket.read(key);
      if (bytes == null) {
        throw new FileNotFoundException("no such object: " + key);
      }
    }
    streamed = position;
    end = isRandom ? position + Math.max(SKIPPED, length) : Long.MAX_VALUE;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    request(length);
    if (position >= bytes.length) {
      return -1;
    }
    int count = (int) Math.min(Math.min(length, end - position), bytes.length - position);
    System.arraycopy(bytes, (int) position, buffer, from, count);
    bucket.requests().transfer(count);
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
