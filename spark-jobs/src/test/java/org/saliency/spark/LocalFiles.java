package org.saliency.spark;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk under another scheme, for tests that change or observe how files are written. */
public abstract class LocalFiles extends RawLocalFileSystem {

  /** Called by the super constructor already. */
  @Override
  public abstract String getScheme();

  @Override
  public URI getUri() {
    return URI.create(getScheme() + ":///");
  }

  /** All ways to create a file end here. */
  @Override
  public final FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    beforeWriting(file);
    Optional<FSDataOutputStream> own = stream(file);
    return own.isPresent()
        ? own.get()
        : limited(
            super.create(
                file, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public final FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(file, null, overwrite, bufferSize, replication, blockSize, progress);
  }

  /** Called before a file is created. */
  protected void beforeWriting(Path file) throws IOException {}

  /** Stream that may refuse what is written to a file of the local disk. */
  protected FSDataOutputStream limited(FSDataOutputStream stream) throws IOException {
    return stream;
  }

  /** Stream that writes a new file; empty for that of the local disk. */
  protected Optional<FSDataOutputStream> stream(Path file) {
    return Optional.empty();
  }
}
