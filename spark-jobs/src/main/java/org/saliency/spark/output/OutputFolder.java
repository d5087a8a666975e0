package org.saliency.spark.output;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that a scoring run writes to; {@link OutputPaths} lists its content.
 *
 * <p>A segment is published when its record appears in {@code _saliency/segments}: the record is
 * written after the segment's files, lists them, and is a single file that appears complete on
 * every file system. Tables, parts of videos and records have names of their own for each attempt
 * at a segment; {@link SegmentRecords} decides which records count, and readers take only the files
 * that these name. All other files are left over from killed or late attempts; the next run deletes
 * them before it starts, and a run deletes those of its own before it ends. The protocol depends
 * neither on renaming folders nor on two files appearing at the same time.
 */
public final class OutputFolder {

  private static final Logger LOG = LoggerFactory.getLogger(OutputFolder.class);

  /** Handling of a folder that already contains results. */
  public enum OnExisting {
    /** Keep the results and compute the missing ones. */
    RESUME,
    /** Delete the results and start over. */
    OVERWRITE,
    /** Fail. */
    FAIL
  }

  private final OutputPaths paths;
  private final WritableHadoopFiles files;

  /** Lease of the run that writes files of the whole run; null if none has claimed the folder. */
  private volatile OutputLease lease;

  /** The folder at a path, which need not exist. */
  public OutputFolder(String path, Configuration configuration) {
    this.paths = new OutputPaths(HadoopFiles.path(path));
    this.files = new WritableHadoopFiles(configuration);
  }

  /**
   * Claims the folder for a scoring run and deletes the manifest of an earlier one.
   *
   * @return the lease, which the run closes at its end
   * @throws UserException when another run is writing, or the folder contains other files or
   *     results of another model or other settings
   */
  public OutputLease claim(OutputOwner owner, OnExisting onExisting, LeaseTerms terms) {
    return new FolderClaim(this).forScores(owner, onExisting, terms);
  }

  /**
   * Claims the folder for an evaluation and deletes the tables of an earlier one.
   *
   * @return the lease, which the run closes at its end
   * @throws UserException when another run is writing, or the folder contains anything but an
   *     evaluation's tables
   */
  public OutputLease claimForTables(LeaseTerms terms) {
    return new FolderClaim(this).forTables(terms);
  }

  /** Throws what {@link #claim} would throw because of the content; changes nothing. */
  public void check(OutputOwner owner, OnExisting onExisting) {
    write(() -> new FolderClaim(this).requireClaimable(owner, onExisting));
  }

  Optional<OutputOwner> owner() throws IOException {
    return files.readJson(paths.owner().toString(), OutputOwner.class);
  }

  /** Number of the last claim that a run has completed; 0 for none. */
  long lastClaim() throws IOException {
    return ownerIfReadable().map(OutputOwner::claim).orElse(0L);
  }

  /** Number of the claim with which the present results began. */
  long firstClaim() throws IOException {
    return ownerIfReadable().map(OutputOwner::firstClaim).orElse(0L);
  }

  private Optional<OutputOwner> ownerIfReadable() throws IOException {
    try {
      return owner();
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }

  /**
   * Requires that this is no file, and that the folder is not, contains or lies in a folder that is
   * read.
   *
   * @param read paths of inputs, predictions and ground truth; globs are passed over
   */
  public void requireApartFrom(Collection<String> read) {
    if (read(() -> files.find(toString())).filter(entry -> !entry.isFolder()).isPresent()) {
      throw UserException.usage("output %s is a file: name a folder", this);
    }
    for (String path : read) {
      if (read(() -> files.overlap(toString(), path))) {
        throw UserException.output(
            "output %s overlaps %s, which the command reads: choose another output folder",
            this, path);
      }
    }
  }

  /** Published segments of some videos. */
  public PublishedSegments published(List<String> videos) {
    return read(() -> PublishedSegments.read(this, videos));
  }

  /**
   * Published segments of some videos whose files hold what was written; files that are newer than
   * their record are read.
   *
   * @param changed is called with each of the others, by several threads
   */
  public PublishedSegments unchanged(List<String> videos, Consumer<Published> changed) {
    return read(() -> PublishedSegments.unchanged(this, videos, changed));
  }

  /** A segment, if a run has published it without bad frames. */
  public Optional<Published> published(FrameRange range, String run) {
    return read(
        () ->
            SegmentRecords.ofPresentRun(this)
                .of(range)
                .filter(record -> record.attempt().run().equals(run) && record.bad().isEmpty()));
  }

  /** The videos of which something is published. */
  public PublishedVideos videos() {
    return new PublishedVideos(this);
  }

  /**
   * Writes a file of the whole run, for example {@code summary.json}.
   *
   * @throws UserException when the run that has claimed the folder no longer holds its lease
   */
  public void write(String name, String text) {
    write(() -> files.write(path(name), text, this::requireHeld));
  }

  /**
   * Requires that the run that has claimed this folder, if any, still holds its lease.
   *
   * @throws UserException when another run has taken it over
   */
  void requireHeld() {
    OutputLease held = lease;
    if (held != null) {
      held.requireHeld();
    }
  }

  /** Writes files of the whole run only while a lease is held. */
  void writeWhile(OutputLease held) {
    lease = held;
  }

  /** What an earlier run stored to save time, as JSON; empty if there is none or it is damaged. */
  public <T> Optional<T> readCache(String name, Class<T> type) {
    try {
      return files.readJson(path("_saliency/" + name).toString(), type);
    } catch (IOException | UserException e) {
      return Optional.empty();
    }
  }

  /** Stores what saves time in the next run. */
  public void writeCache(String name, Object content) {
    write("_saliency/" + name, Json.write(content));
  }

  /** Whether a result exists, for example {@code frame_metrics}. */
  public boolean holds(String name) {
    return read(() -> files.exists(path(name)));
  }

  /**
   * Deletes a result of the whole run, if it exists.
   *
   * @throws UserException when the run that has claimed the folder no longer holds its lease
   */
  public void delete(String name) {
    write(
        () -> {
          requireHeld();
          files.delete(path(name));
        });
  }

  /**
   * Staging folder of an attempt: beside the results where a rename publishes a file atomically,
   * otherwise on a local disk of the executor, since object stores would copy.
   */
  Path staging(String attempt) throws IOException {
    return files.filesAppearComplete(paths.root())
        ? new Path(LocalStaging.folder().resolve(attempt).toUri())
        : path("_saliency/staging/" + attempt);
  }

  /** The path with file system and working directory, which executors need not share. */
  public String uri() {
    return read(() -> files.uri(toString()));
  }

  @Override
  public String toString() {
    return paths.root().toString();
  }

  public Path path(String name) {
    return paths.of(name);
  }

  OutputPaths paths() {
    return paths;
  }

  WritableHadoopFiles files() {
    return files;
  }

  /** The error for the user when the folder cannot be read or written. */
  UserException writeError(IOException cause) {
    LOG.warn("output {} cannot be read or written", this, cause);
    return UserException.usage(
        "output %s cannot be written (%s): choose another folder, or fix its permissions or free"
            + " space and rerun the same command to complete the output",
        this, reason(cause));
  }

  private static String reason(IOException cause) {
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause.getClass() == IOException.class
        ? message
        : cause.getClass().getSimpleName() + ": " + message;
  }

  /** Access to the file system that returns a result. */
  interface Reading<T> {
    T run() throws IOException;
  }

  /** Access to the file system without a result. */
  interface Writing {
    void run() throws IOException;
  }

  /**
   * Accesses the file system.
   *
   * @throws UserException when that fails
   */
  <T> T read(Reading<T> reading) {
    try {
      return reading.run();
    } catch (IOException e) {
      throw writeError(e);
    } catch (FSError e) {
      throw writeError(WritableHadoopFiles.ioException(e));
    }
  }

  /**
   * Accesses the file system.
   *
   * @throws UserException when that fails
   */
  void write(Writing writing) {
    read(
        () -> {
          writing.run();
          return null;
        });
  }
}
