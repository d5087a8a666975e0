package org.saliency.spark.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;
import org.saliency.storage.SeekableInput;

/** A file of Hadoop with random access. */
record SeekableFile(FSDataInputStream stream, long length) implements SeekableInput {

  /**
   * Opens a file of known length. Videos are read in long runs: object stores send everything from
   * a position on, instead of a short range for each read.
   */
  static SeekableFile open(FileSystem system, Path file, long length) throws IOException {
    FSDataInputStream stream =
        FutureIO.awaitFuture(
            system
                .openFile(file)
                .opt(Options.OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, Long.toString(length))
                .opt(
                    Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                    Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_SEQUENTIAL)
                .build());
    return new SeekableFile(stream, length);
  }

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
