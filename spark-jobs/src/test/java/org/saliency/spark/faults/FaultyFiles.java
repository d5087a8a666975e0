package org.saliency.spark.faults;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.saliency.spark.faults.FaultPoint.Call;

/**
 * Another file system under the scheme {@code faulty}, at whose calls a {@link FaultPoint} acts:
 * {@code faulty://RUN/path} is the file {@code /path} of the target, accessed by a run.
 */
public final class FaultyFiles extends FileSystem {

  static final String SCHEME = "faulty";
  private static final String TARGET = "fs.faulty.target";

  private URI uri;
  private FileSystem target;
  private Path workingDirectory = new Path("/");

  /** Makes a file system the target of this one. */
  public static void register(Configuration configuration, String target) {
    configuration.set("fs.faulty.impl", FaultyFiles.class.getName());
    configuration.set("fs.AbstractFileSystem.faulty.impl", FaultyContext.class.getName());
    configuration.set(TARGET, target);
  }

  /** Path of a file of the target as a run accesses it. */
  public static String uri(String run, String path) {
    return SCHEME + "://" + run + path;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    setConf(configuration);
    uri = URI.create(SCHEME + "://" + name.getAuthority());
    FileSystem system = new Path(configuration.get(TARGET)).getFileSystem(configuration);
    target = system instanceof LocalFileSystem local ? local.getRaw() : system;
  }

  @Override
  public URI getUri() {
    return uri;
  }

  FileSystem target() {
    return target;
  }

  /** The path in the target. */
  Path inTarget(Path path) {
    URI root = target.getUri();
    return new Path(root.getScheme(), root.getAuthority(), makeQualified(path).toUri().getPath());
  }

  private FaultPoint point() {
    return FaultPoint.of(uri.getAuthority());
  }

  <T> T around(Call call, Path path, FaultPoint.Effect<T> effect) throws IOException {
    return point().around(call, path, effect);
  }

  private FileStatus here(FileStatus status) {
    Path path = new Path(uri.getScheme(), uri.getAuthority(), status.getPath().toUri().getPath());
    return new Tagged(status, path);
  }

  /** A status with the version of the target's file. */
  private static final class Tagged extends FileStatus implements EtagSource {

    private static final long serialVersionUID = 1L;

    private final String etag;

    Tagged(FileStatus status, Path path) {
      super(
          status.getLen(),
          status.isDirectory(),
          status.getReplication(),
          status.getBlockSize(),
          status.getModificationTime(),
          path);
      etag = status instanceof EtagSource source ? source.getEtag() : null;
    }

    @Override
    public String getEtag() {
      return etag;
    }
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return target.open(inTarget(path), bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return around(
        Call.CREATE,
        path,
        () -> {
          // Without permissions, which a local disk would set by starting a process.
          FSDataOutputStream stream =
              target.create(
                  inTarget(path), overwrite, bufferSize, replication, blockSize, progress);
          return new Stream(path, stream).data();
        });
  }

  @Override
  public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
    return new Builder(path).create().overwrite(true);
  }

  /** Passes its options on to the target. */
  private final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {

    private final Path path;

    Builder(Path path) {
      super(FaultyFiles.this, path);
      this.path = path;
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      FSDataOutputStreamBuilder<?, ?> builder = target.createFile(inTarget(path));
      getMandatoryKeys().forEach(key -> builder.must(key, getOptions().get(key)));
      return around(Call.CREATE, path, () -> new Stream(path, builder.build()).data());
    }
  }

  /** A stream of which the first write counts as a call. */
  private final class Stream extends OutputStream implements Abortable {

    private final Path path;
    private final FSDataOutputStream stream;
    private boolean isWritten;
    private boolean isClosed;

    Stream(Path path, FSDataOutputStream stream) {
      this.path = path;
      this.stream = stream;
    }

    FSDataOutputStream data() throws IOException {
      return new FSDataOutputStream(this, null);
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      FaultPoint.Effect<Boolean> effect =
          () -> {
            stream.write(bytes, offset, length);
            return true;
          };
      if (isWritten) {
        effect.run();
      } else {
        isWritten = true;
        around(Call.WRITE, path, effect);
      }
    }

    @Override
    public void flush() throws IOException {
      stream.flush();
    }

    @Override
    public void close() throws IOException {
      if (!isClosed) {
        isClosed = true;
        around(
            Call.CLOSE,
            path,
            () -> {
              stream.close();
              return true;
            });
      }
    }

    @Override
    public AbortableResult abort() {
      isClosed = true;
      return stream.abort();
    }
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("append " + path);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return around(Call.RENAME, to, () -> target.rename(inTarget(from), inTarget(to)));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return around(Call.DELETE, path, () -> target.delete(inTarget(path), recursive));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws FileNotFoundException, IOException {
    return around(
        Call.LIST,
        path,
        () -> {
          List<FileStatus> found = new ArrayList<>();
          for (FileStatus status : target.listStatus(inTarget(path))) {
            found.add(here(status));
          }
          return found.toArray(FileStatus[]::new);
        });
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return around(Call.MKDIRS, path, () -> target.mkdirs(inTarget(path)));
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return here(target.getFileStatus(inTarget(path)));
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return target.hasPathCapability(inTarget(path), capability);
  }

  @Override
  public void setWorkingDirectory(Path path) {
    workingDirectory = path;
  }

  @Override
  public Path getWorkingDirectory() {
    return workingDirectory;
  }
}
