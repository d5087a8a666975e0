package org.saliency.spark.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.saliency.storage.SeekableInput;

/** A file of Hadoop with random access. */
record SeekableFile(FSDataInputStream stream, long length) implements SeekableInput {

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    return stream.read(buffer, offset, count);
  }

  @Override
  public void seek(long position) throws IOException {
    stream.seek(position);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
