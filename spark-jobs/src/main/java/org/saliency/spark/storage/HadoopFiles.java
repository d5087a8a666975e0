package org.saliency.spark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.VersionInfo;
import org.apache.hadoop.util.functional.FutureIO;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.settings.Secrets;
import org.saliency.storage.LocalStorage;
import org.saliency.storage.SeekableInput;
import org.saliency.storage.Storage;
import org.saliency.storage.Text;

/** Reads files of any Hadoop file system. */
public class HadoopFiles implements Storage {

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/");

  private final Configuration configuration;

  /** Files as reached with these settings. */
  public HadoopFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * The path that a user typed. A colon makes a scheme only if a slash follows ({@code hdfs://…},
   * {@code file:/…}), so that {@code run:1} is a file's name.
   *
   * @throws UserException when it is empty or holds the key of an S3 account
   */
  public static Path path(String text) {
    if (text.isBlank()) {
      throw UserException.usage("Invalid path '%s': expected a file or folder", text);
    }
    if (text.startsWith("s3") && Secrets.hasUserInfo(text)) {
      throw UserException.usage(
          "Invalid path '%s': set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead",
          Secrets.mask(text));
    }
    int colon = text.indexOf(':');
    boolean isName = colon > 0 && !SCHEME.matcher(text).lookingAt() && !text.startsWith("/");
    try {
      return isName ? new Path(null, null, text) : new Path(text);
    } catch (IllegalArgumentException e) {
      throw UserException.usage("Invalid path '%s': %s", text, e.getMessage());
    }
  }

  /**
   * The file on the local disk that a user typed: a path without a scheme, or with {@code file:}.
   *
   * @return empty for a path on another file system
   */
  public static Optional<java.nio.file.Path> local(String text) {
    String scheme = path(text).toUri().getScheme();
    if (scheme == null) {
      return Optional.of(java.nio.file.Path.of(text));
    }
    return scheme.equals("file")
        ? Optional.of(java.nio.file.Path.of(path(text).toUri().getPath()))
        : Optional.empty();
  }

  /** Why a file cannot be accessed, in one line. */
  public static String reason(IOException error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("unknown reason");
  }

  /** A file or folder in a folder; the name may have a colon. */
  public static Path child(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }

  /** An absolute path that means the same in any working directory. */
  public String qualified(String path) {
    try {
      Path file = path(path);
      return shown(fileSystem(file).makeQualified(file)).toString();
    } catch (IOException e) {
      throw UserException.input(e, "Invalid path '%s': %s", path, e.getMessage());
    }
  }

  /** Without checksum files on a local disk: they fail on colons and when they are stale. */
  FileSystem system(Path path) throws IOException {
    FileSystem system = fileSystem(path);
    return system instanceof LocalFileSystem local ? local.getRaw() : system;
  }

  /**
   * The file system of a path.
   *
   * @throws UserException when the URI is incomplete, such as {@code s3a://}, or no jar has the
   *     class of the file system
   */
  public final FileSystem fileSystem(Path path) throws IOException {
    try {
      return path.getFileSystem(configuration);
    } catch (RuntimeException | NoClassDefFoundError e) {
      throw unavailable(path, e);
    }
  }

  private static UserException unavailable(Path path, Throwable error) {
    String reason = String.valueOf(error.getMessage());
    if (error.getCause() instanceof UnknownHostException) {
      return UserException.usage("Cannot reach '%s' (%s): check the host", path, reason);
    }
    if (error instanceof IllegalArgumentException) {
      return UserException.usage("Invalid path '%s' (%s): expected a complete URI", path, reason);
    }
    boolean isMissing = error.getCause() instanceof ClassNotFoundException;
    if (error instanceof NoClassDefFoundError || isMissing) {
      return UserException.usage(
          "No library for '%s' (%s): add it, for s3a with --conf"
              + " spark.jars.packages=org.apache.hadoop:hadoop-aws:%s",
          path, isMissing ? error.getCause().getMessage() : reason, VersionInfo.getVersion());
    }
    throw (RuntimeException) error;
  }

  @Override
  public Optional<Entry> find(String path) throws IOException {
    Path file = path(path);
    try {
      return Optional.of(entry(system(file).getFileStatus(file)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Whether there is a file or folder. */
  public boolean exists(Path path) throws IOException {
    return system(path).exists(path);
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    Path path = path(folder);
    List<Entry> entries = new ArrayList<>();
    FileSystem system = system(path);
    FileStatus[] found = system.listStatus(path);
    if (system instanceof RawLocalFileSystem) {
      BrokenLinks.refuse(system.makeQualified(path), found);
    }
    for (FileStatus status : found) {
      if (!Storage.isHidden(status.getPath().getName())) {
        entries.add(entry(status));
      }
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  /** Whether two paths are the same, or one contains the other; links of a local disk resolved. */
  public boolean overlap(String first, String second) throws IOException {
    String a = absolute(first);
    String b = absolute(second);
    return a.equals(b) || a.startsWith(b + "/") || b.startsWith(a + "/");
  }

  /** A path with the scheme of its file system, independent of the working directory. */
  public String uri(String path) throws IOException {
    Path file = path(path);
    return system(file).makeQualified(file).toString();
  }

  private String absolute(String path) throws IOException {
    Path file = path(path);
    FileSystem system = system(file);
    Path qualified = system.makeQualified(file);
    if (!"file".equals(system.getUri().getScheme())) {
      return qualified.toString();
    }
    java.nio.file.Path local = java.nio.file.Path.of(qualified.toUri().getPath());
    return LocalStorage.resolved(local).toString();
  }

  /** Entries of a folder; none if it does not exist. */
  public List<Entry> listIfExists(String folder) throws IOException {
    try {
      return list(folder);
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Files and folders that match a glob, without hidden ones, by path; may be none. */
  public List<Entry> glob(String pattern) throws IOException {
    return new Glob(this).find(pattern);
  }

  private Entry entry(FileStatus status) {
    Path path = shown(status.getPath());
    return new Entry(
        path.toString(),
        path.getName(),
        status.isDirectory(),
        status.isDirectory() ? 0 : status.getLen(),
        status.getModificationTime());
  }

  /** A local path is shown as the user typed it, not as file:/…, where that is the default. */
  private Path shown(Path path) {
    return "file".equals(path.toUri().getScheme())
            && "file".equals(FileSystem.getDefaultUri(configuration).getScheme())
        ? Path.getPathWithoutSchemeAndAuthority(path)
        : path;
  }

  @Override
  public InputStream open(String path) throws IOException {
    Path file = path(path);
    return system(file).open(file);
  }

  /**
   * Opens a file that was listed. Object stores are not asked for its length again: of a file that
   * has grown meanwhile the listed length is read.
   */
  public InputStream open(Entry listed) throws IOException {
    Path file = path(listed.path());
    return FutureIO.awaitFuture(
        system(file)
            .openFile(file)
            .opt(Options.OpenFileOptions.FS_OPTION_OPENFILE_LENGTH, Long.toString(listed.length()))
            .opt(
                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY,
                Options.OpenFileOptions.FS_OPTION_OPENFILE_READ_POLICY_WHOLE_FILE)
            .build());
  }

  @Override
  public SeekableInput openSeekable(String path) throws IOException {
    Path file = path(path);
    FileSystem system = system(file);
    return SeekableFile.open(system, file, system.getFileStatus(file).getLen());
  }

  /** Content of a text file; empty if the file does not exist. */
  public Optional<String> readText(String path) throws IOException {
    try {
      return Optional.of(Text.decode(read(path)));
    } catch (FileNotFoundException e) {
      return orEmptyIfMissing(path, e);
    }
  }

  /** Local disks report a file that may not be read as missing, too. */
  private <T> Optional<T> orEmptyIfMissing(String path, FileNotFoundException error)
      throws IOException {
    if (find(path).isPresent()) {
      throw error;
    }
    return Optional.empty();
  }

  /**
   * Content of a JSON file; empty if the file does not exist.
   *
   * @throws UserException when it is not valid JSON of the type
   */
  public <T> Optional<T> readJson(String path, Class<T> type) throws IOException {
    return readText(path).map(text -> parse(text, path, type));
  }

  /**
   * Content of a JSON file that was listed; empty if it does not exist any more.
   *
   * @throws UserException when it is not valid JSON of the type
   */
  public <T> Optional<T> readJson(Entry listed, Class<T> type) throws IOException {
    try (InputStream stream = open(listed)) {
      return Optional.of(parse(Text.decode(stream.readAllBytes()), listed.path(), type));
    } catch (FileNotFoundException e) {
      return orEmptyIfMissing(listed.path(), e);
    }
  }

  private static <T> T parse(String text, String path, Class<T> type) {
    try {
      return Json.read(text, type);
    } catch (IOException e) {
      throw UserException.input(
          e,
          "%s is damaged or of another command, it cannot be read: rerun the job that wrote it",
          path);
    }
  }

  /** Accesses many files, see {@link ParallelRequests}. */
  public <I, O> List<O> inParallel(List<I> items, ParallelRequests.Access<I, O> access)
      throws IOException {
    return ParallelRequests.run(items, ParallelRequests.THREADS, access);
  }

  public Configuration configuration() {
    return configuration;
  }
}
