package org.saliency.spark.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.saliency.spark.LocalFiles;

/** The local disk behaving as an object store: files appear when closed and are never renamed. */
final class AppearingFiles extends LocalFiles {

  static final String SCHEME = "appearing";

  private static volatile String failing = "";

  static void register(Configuration configuration) {
    configuration.set("fs." + SCHEME + ".impl", AppearingFiles.class.getName());
  }

  /** Makes writing fail for paths that contain a text; for none if it is empty. */
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
  protected Optional<FSDataOutputStream> stream(Path file) {
    return Optional.of(new FSDataOutputStream(new Appearing(file), null));
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
