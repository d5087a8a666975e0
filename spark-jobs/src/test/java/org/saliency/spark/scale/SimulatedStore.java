package org.saliency.spark.scale;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.saliency.spark.scale.Requests.Kind;

/**
 * An object store in memory that makes the requests of Hadoop's S3A client for each call, under the
 * scheme {@code sim}. {@code sim://NAME/path} is an object of the {@link SimulatedBucket} NAME.
 */
public final class SimulatedStore extends FileSystem {

  static final String SCHEME = "sim";

  /** Objects in one answer to a listing. */
  private static final int PAGE = 1000;

  private static final String IF_ABSENT = "fs.option.create.conditional.overwrite";
  private static final String IF_UNCHANGED = "fs.option.create.conditional.overwrite.etag";
  private static final String WITHOUT_PROBES = "fs.s3a.create.performance";
  private static final String LENGTH = "fs.option.openfile.length";
  private static final String POLICY = "fs.option.openfile.read.policy";

  private URI uri;
  private SimulatedBucket bucket;

  /** Makes the store available. */
  public static void register(Configuration configuration) {
    configuration.set("fs." + SCHEME + ".impl", SimulatedStore.class.getName());
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
    bucket = SimulatedBucket.named(name.getAuthority());
  }

  @Override
  public URI getUri() {
    return uri;
  }

  private String key(Path path) {
    return makeQualified(path).toUri().getPath();
  }

  private void request(Kind kind, String key) {
    bucket.requests().make(kind, key);
  }

  private FileStatus status(SimulatedObject object) {
    return new Tagged(object, makeQualified(new Path(null, null, object.path())));
  }

  private static final class Tagged extends FileStatus implements EtagSource {

    private static final long serialVersionUID = 1L;

    private final String etag;

    Tagged(SimulatedObject object, Path path) {
      super(object.length(), object.isFolder(), 1, 32 << 20, object.modified(), path);
      etag = object.length() + "-" + object.modified();
    }

    @Override
    public String getEtag() {
      return etag;
    }
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return status(find(key(path)));
  }

  private SimulatedObject find(String key) throws IOException {
    request(Kind.HEAD, key);
    Optional<SimulatedObject> found = bucket.find(key);
    if (found.filter(object -> !object.isFolder()).isEmpty()) {
      request(Kind.LIST, key);
    }
    return found.orElseThrow(() -> new FileNotFoundException("no such object: " + key));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    String key = key(path);
    List<SimulatedObject> objects = bucket.list(key);
    for (int listed = 0; listed == 0 || listed < objects.size(); listed += PAGE) {
      request(Kind.LIST, key);
    }
    if (objects.isEmpty()) {
      request(Kind.HEAD, key);
      SimulatedObject file =
          bucket
              .find(key)
              .filter(object -> !object.isFolder())
              .orElseThrow(() -> new FileNotFoundException("no such folder: " + key));
      return new FileStatus[] {status(file)};
    }
    FileStatus[] found = new FileStatus[objects.size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = status(objects.get(i));
    }
    return found;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    String key = key(path);
    SimulatedObject object = find(key);
    if (object.isFolder()) {
      throw new FileNotFoundException(key + " is a folder");
    }
    return stream(key, false);
  }

  /** With the length or the status of the object, it is not asked for. */
  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    boolean isKnown = parameters.getStatus() != null || parameters.getOptions().get(LENGTH) != null;
    String policy = parameters.getOptions().get(POLICY, "");
    boolean isSequential = policy.startsWith("sequential") || policy.startsWith("whole-file");
    if (!isKnown) {
      open(path, 0); // looks for it
    }
    FSDataInputStream stream = stream(key(path), isSequential);
    return CompletableFuture.completedFuture(stream);
  }

  private FSDataInputStream stream(String key, boolean isSequential) {
    return new FSDataInputStream(new SimulatedInput(bucket, key, isSequential));
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
    String key = key(path);
    if (!overwrite) {
      request(Kind.HEAD, key);
    }
    request(Kind.LIST, key);
    if (!overwrite && bucket.find(key).isPresent()) {
      throw new FileAlreadyExistsException(key);
    }
    return output(key, current -> true);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public FSDataOutputStreamBuilder createFile(Path path) {
    return new Builder(this, path);
  }

  private static final class Builder
      extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {

    private final SimulatedStore store;
    private final String key;

    Builder(SimulatedStore store, Path path) {
      super(store, path);
      this.store = store;
      this.key = store.key(path);
      overwrite(true);
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      Configuration options = getOptions();
      if (options.getBoolean(IF_ABSENT, false)) {
        return store.output(key, Optional::isEmpty);
      }
      String etag = options.get(IF_UNCHANGED, "");
      if (!etag.isEmpty()) {
        return store.output(
            key,
            current -> current.map(o -> o.length() + "-" + o.modified()).orElse("").equals(etag));
      }
      if (!options.getBoolean(WITHOUT_PROBES, false)) {
        store.request(Kind.LIST, key);
      }
      return store.output(key, current -> true);
    }
  }

  /** An object appears when the stream is closed, if its condition holds. */
  private FSDataOutputStream output(String key, SimulatedBucket.Condition condition)
      throws IOException {
    return new FSDataOutputStream(new Output(bucket, key, condition), null);
  }

  private static final class Output extends OutputStream implements Abortable {

    private final SimulatedBucket bucket;
    private final String key;
    private final SimulatedBucket.Condition condition;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Output(SimulatedBucket bucket, String key, SimulatedBucket.Condition condition) {
      this.bucket = bucket;
      this.key = key;
      this.condition = condition;
    }

    @Override
    public void write(int value) {
      bytes.write(value);
    }

    @Override
    public void write(byte[] values, int from, int length) {
      bytes.write(values, from, length);
    }

    @Override
    public AbortableResult abort() {
      bytes = null;
      return null;
    }

    @Override
    public void close() throws IOException {
      if (bytes != null) {
        byte[] content = bytes.toByteArray();
        bytes = null;
        bucket.requests().make(Kind.PUT, key);
        bucket.put(key, content, condition);
      }
    }
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("append");
  }

  /** Copies and deletes. */
  @Override
  public boolean rename(Path from, Path to) throws IOException {
    SimulatedObject found = find(key(from));
    String target = key(to);
    request(Kind.HEAD, target);
    Optional<SimulatedObject> present = bucket.find(target);
    if (present.isPresent()) {
      if (!present.get().isFolder()) {
        return false;
      }
      target += "/" + from.getName();
    }
    int moved = bucket.move(found.path(), target);
    for (int i = 0; i < moved; i++) {
      request(Kind.PUT, target);
      request(Kind.DELETE, found.path());
    }
    return true;
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    String key = key(path);
    SimulatedObject found;
    try {
      found = find(key);
    } catch (FileNotFoundException e) {
      return false;
    }
    int deleted = bucket.delete(key);
    for (int done = 0; done < deleted; done += PAGE) {
      if (found.isFolder()) {
        request(Kind.LIST, key);
      }
      request(Kind.DELETE, key);
    }
    request(Kind.LIST, key); // whether the folder is empty now
    return true;
  }

  /** Deletes objects without looking at them, a thousand in a request. */
  @Override
  public BulkDelete createBulkDelete(Path base) {
    return new BulkDelete() {
      @Override
      public int pageSize() {
        return PAGE;
      }

      @Override
      public Path basePath() {
        return base;
      }

      @Override
      public List<Map.Entry<Path, String>> bulkDelete(Collection<Path> paths) throws IOException {
        request(Kind.DELETE, key(paths.iterator().next()));
        for (Path path : paths) {
          bucket.delete(key(path));
        }
        return List.of();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    request(Kind.HEAD, key(path));
    request(Kind.LIST, key(path));
    request(Kind.PUT, key(path));
    bucket.mark(key(path));
    return true;
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return switch (capability) {
      case CommonPathCapabilities.ABORTABLE_STREAM, IF_ABSENT, IF_UNCHANGED -> true;
      default -> super.hasPathCapability(path, capability);
    };
  }

  @Override
  public void setWorkingDirectory(Path path) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path(uri + "/");
  }
}
