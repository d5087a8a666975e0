package org.saliency.video;

import org.saliency.storage.SeekableInput;

/** A file in memory that counts what is read of it. */
final class CountedInput implements SeekableInput {

  private final byte[] file;
  private int position;
  private long bytes;
  private int seeks;

  CountedInput(byte[] file) {
    this.file = file;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    int count = Math.min(length, file.length - position);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(file, position, buffer, offset, count);
    position += count;
    bytes += count;
    return count;
  }

  @Override
  public void seek(long to) {
    position = (int) to;
    seeks++;
  }

  @Override
  public long length() {
    return file.length;
  }

  @Override
  public void close() {}

  long bytes() {
    return bytes;
  }

  int seeks() {
    return seeks;
  }
}
