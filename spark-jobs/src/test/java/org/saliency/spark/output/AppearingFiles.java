package org.saliency.spark.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.saliency.spark.LocalFiles;

/** The local disk as an object store has it: a file appears when it is closed; no renaming. */
final class AppearingFiles extends LocalFiles {

  static final String SCHEME = "appearing";

  private static volatile String failing = "";

  static void register(Configuration configuration) {
    configuration.set("fs." + SCHEME + ".impl", AppearingFiles.class.getName());
  }

  /** Lets writing fail for paths that contain a text; none for an empty one. */
  static void failWriting(String part) {
    failing = part;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM)
        || super.hasPathCapability(path, capability);
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("renaming " + from);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return new FSDataOutputStream(new Appearing(file), null);
  }

  private final class Appearing extends OutputStream implements Abortable {

    private final Path file;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isAborted;

    Appearing(Path file) {
      this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
      bytes.write(value);
      if (!failing.isEmpty() && file.toString().contains(failing)) {
        throw new IOException("connection reset");
      }
    }

    @Override
    public AbortableResult abort() {
      isAborted = true;
      return new AbortableResult() {
        @Override
        public boolean alreadyClosed() {
          return false;
        }

        @Override
        public IOException anyCleanupException() {
          return null;
        }
      };
    }

    @Override
    public void close() throws IOException {
      if (!isAborted) {
        mkdirs(file.getParent());
        java.nio.file.Files.write(pathToFile(file).toPath(), bytes.toByteArray());
      }
    }
  }
}
