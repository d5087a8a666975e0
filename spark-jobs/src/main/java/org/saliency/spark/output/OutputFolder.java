package org.saliency.spark.output;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.input.IndexedVideo;
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
 * every file system. Files without a record are left over from a killed attempt; the next run
 * deletes them before it starts. The protocol depends neither on renaming folders nor on two files
 * appearing at the same time. Final names contain the segment, so that a second attempt at it adds
 * no files.
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
  public OutputLease claim(OutputOwner owner, OnExisting onExisting, OutputLease.Terms terms) {
    check(owner, onExisting);
    return lease(
        terms,
        () -> {
          requireClaimable(owner, onExisting); // again: it may have waited for another run
          // What makes the folder look complete goes first.
          deleteAll(List.of("manifest.json", "summary.json", "_saliency/staging"));
          if (onExisting == OnExisting.OVERWRITE) {
            deleteAll(OutputPaths.RESULTS);
          }
          files.write(paths.owner(), Json.write(owner));
        });
  }

  /**
   * Claims the folder for an evaluation and deletes the tables of an earlier one.
   *
   * @return the lease, which the run closes at its end
   * @throws UserException when another run is writing, or the folder contains anything but an
   *     evaluation's tables
   */
  public OutputLease claimForTables(OutputLease.Terms terms) {
    write(this::requireTables);
    return lease(
        terms,
        () -> {
          requireTables(); // again: it may have waited for another run
          deleteAll(List.of("manifest.json", "summary.json"));
          deleteAll(OutputPaths.TABLES);
          files.write(paths.owner(), Json.write(OutputOwner.evaluate()));
        });
  }

  private void requireTables() throws IOException {
    if (!isEmpty() && owner().filter(OutputOwner::isEvaluation).isEmpty()) {
      throw UserException.output(
          "output %s contains files that no evaluation wrote: choose another folder", this);
    }
  }

  Optional<OutputOwner> owner() throws IOException {
    return files.readJson(paths.owner().toString(), OutputOwner.class);
  }

  /** Takes the lease and prepares the folder; releases the lease when that fails. */
  private OutputLease lease(OutputLease.Terms terms, Writing preparation) {
    OutputLease lease = read(() -> OutputLease.take(this, terms));
    try {
      write(preparation);
      return lease;
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private void deleteAll(List<String> results) throws IOException {
    for (String result : results) {
      files.delete(path(result));
    }
  }

  /**
   * Requires that the folder is not, contains or lies in a folder that is read.
   *
   * @param read paths of inputs, predictions and ground truth; globs are passed over
   */
  public void requireApartFrom(Collection<String> read) {
    for (String path : read) {
      if (read(() -> files.overlap(toString(), path))) {
        throw UserException.output(
            "output %s overlaps %s, which the command reads: choose another output folder",
            this, path);
      }
    }
  }

  /** Throws what {@link #claim} would throw because of the content; changes nothing. */
  public void check(OutputOwner owner, OnExisting onExisting) {
    write(() -> requireClaimable(owner, onExisting));
  }

  private void requireClaimable(OutputOwner owner, OnExisting onExisting) throws IOException {
    if (isEmpty()) {
      return;
    }
    if (onExisting == OnExisting.FAIL) {
      throw UserException.output(
          "output %s already contains files: choose another folder, or --on-existing resume or"
              + " overwrite",
          this);
    }
    if (!files.exists(paths.owner())) {
      throw UserException.output(
          "output %s contains files that no scoring run wrote: choose another folder", this);
    }
    if (onExisting == OnExisting.RESUME) {
      owner.requireSame(owner().orElseThrow(), this);
    }
  }

  /** Whether the folder is missing or empty; a lease or a staging folder does not count. */
  private boolean isEmpty() throws IOException {
    return !files.exists(paths.root())
        || !files.exists(paths.owner()) && files.list(toString()).isEmpty();
  }

  /** Published segments of some videos. */
  public PublishedSegments published(List<String> videos) {
    return read(() -> PublishedSegments.read(this, videos));
  }

  /** A segment, if it is published and all files that its record lists exist. */
  public Optional<Published> published(FrameRange range) {
    return read(() -> PublishedSegments.read(this, range));
  }

  /** The videos of which something is published. */
  public PublishedVideos videos() {
    return new PublishedVideos(this);
  }

  /** Writes a file of the whole run, for example {@code summary.json}. */
  public void write(String name, String text) {
    write(() -> files.write(path(name), text));
  }

  /** Indexes of videos that an earlier run stored; empty if there are none or they are damaged. */
  public List<IndexedVideo> readIndexes() {
    try {
      return files
          .readJson(paths.videoIndexes().toString(), IndexedVideo[].class)
          .map(List::of)
          .orElse(List.of());
    } catch (IOException | UserException e) {
      return List.of(); // they only save time
    }
  }

  /** Stores indexes of videos for the next run. */
  public void writeIndexes(List<IndexedVideo> videos) {
    write(() -> files.write(paths.videoIndexes(), Json.write(videos)));
  }

  /** Whether a result exists, for example {@code frame_metrics}. */
  public boolean holds(String name) {
    return read(() -> files.exists(path(name)));
  }

  /** Deletes a result of the whole run, if it exists. */
  public void delete(String name) {
    write(() -> files.delete(path(name)));
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
