package org.saliency.spark.storage;

import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file for Parquet's writers, which write from start to end, with the checksum of its bytes.
 *
 * @param file the file
 * @param checksum gets all bytes
 */
record SummedOutputFile(OutputFile file, Checksum checksum) implements OutputFile {

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return new SummedStream(file.create(blockSizeHint), checksum);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return new SummedStream(file.createOrOverwrite(blockSizeHint), checksum);
  }

  @Override
  public boolean supportsBlockSize() {
    return file.supportsBlockSize();
  }

  @Override
  public long defaultBlockSize() {
    return file.defaultBlockSize();
  }

  @Override
  public String getPath() {
    return file.getPath();
  }

  private static final class SummedStream extends PositionOutputStream {

    private final PositionOutputStream stream;
    private final Checksum checksum;

    SummedStream(PositionOutputStream stream, Checksum checksum) {
      this.stream = stream;
      this.checksum = checksum;
    }

    @Override
    public void write(int oneByte) throws IOException {
      stream.write(oneByte);
      checksum.add(oneByte);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      stream.write(bytes, from, length);
      checksum.add(bytes, from, length);
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
