package org.saliency.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BufferedFSInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;

/** The local disk as a file system that fails as a test says when files are opened or read. */
public final class FailingFiles extends LocalFiles {

  /** Called before an access; throws to let it fail. */
  public interface Fault {
    void check(Path file) throws IOException;
  }

  private static final Fault NONE = file -> {};

  private static volatile Fault opening = NONE;
  private static volatile Fault reading = NONE;

  public static void register(Configuration configuration) {
    configuration.set("fs.failing.impl", FailingFiles.class.getName());
  }

  public static String uri(java.nio.file.Path path) {
    return "failing://" + path.toAbsolutePath();
  }

  public static void onOpen(Fault fault) {
    opening = fault;
  }

  /** Sets the fault of each read from an open file. */
  public static void onRead(Fault fault) {
    reading = fault;
  }

  /** Ends all faults. */
  public static void repair() {
    opening = NONE;
    reading = NONE;
  }

  @Override
  public String getScheme() {
    return "failing";
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    opening.check(file);
    return new FSDataInputStream(
        new BufferedFSInputStream(new Checked(file, super.open(file, bufferSize)), 4096));
  }

  private static final class Checked extends FSInputStream {

    private final Path file;
    private final FSDataInputStream stream;

    Checked(Path file, FSDataInputStream stream) {
      this.file = file;
      this.stream = stream;
    }

    @Override
    public int read() throws IOException {
      reading.check(file);
      return stream.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      reading.check(file);
      return stream.read(buffer, offset, count);
    }

    @Override
    public void seek(long position) throws IOException {
      stream.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
