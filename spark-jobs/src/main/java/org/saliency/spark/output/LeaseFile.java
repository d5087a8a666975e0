package org.saliency.spark.output;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.storage.ConditionalFiles;
import org.saliency.spark.storage.WritableHadoopFiles;
import org.saliency.storage.Storage.Entry;

/** The file that says which run may write to an output folder, and in which phase it is. */
final class LeaseFile {

  private static final int READ_ATTEMPTS = 4;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final OutputFolder folder;
  private final WritableHadoopFiles files;
  private final ConditionalFiles conditional;
  private final Path path;

  LeaseFile(OutputFolder folder) {
    this.folder = folder;
    this.files = folder.files();
    this.conditional = new ConditionalFiles(files);
    this.path = folder.paths().lease();
  }

  /**
   * The file as it was found.
   *
   * @param holder of the lease; empty while the file is being written
   * @param modified time of the last renewal, milliseconds since the epoch
   * @param version for a conditional replacement, where the file system has it
   */
  record Found(Optional<LeaseHolder> holder, long modified, Optional<String> version) {

    boolean isOf(String run) {
      return holder.map(present -> present.run().equals(run)).orElse(false);
    }

    @Override
    public String toString() {
      return holder.map(LeaseHolder::toString).orElse("another run");
    }
  }

  /** Reads the file; empty if there is none. */
  Optional<Found> read() throws IOException {
    return again(this::readOnce);
  }

  /** Reads who holds the lease, which takes fewer requests; empty if nobody does. */
  private Optional<LeaseHolder> readHolder() throws IOException {
    return again(this::holder);
  }

  /** Its holder may replace the file while it is read, which S3A reports as an error. */
  private static <T> T again(OutputFolder.Reading<T> reading) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return reading.run();
      } catch (IOException e) {
        if (attempt == READ_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private Optional<Found> readOnce() throws IOException {
    Optional<Entry> entry = files.find(path.toString());
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    // The version comes first: if the content is newer, a replacement fails rather than succeeds.
    Optional<String> version;
    try {
      version = conditional.version(path);
    } catch (java.io.FileNotFoundException gone) {
      return Optional.empty();
    }
    return Optional.of(new Found(holder(), entry.get().modified(), version));
  }

  private Optional<LeaseHolder> holder() throws IOException {
    try {
      return files.readJson(path.toString(), LeaseHolder.class);
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }

  /**
   * Time since a lease was renewed, by the clock of the file system.
   *
   * @param run random id of the run that asks
   */
  Duration age(Found lease, String run) throws IOException {
    Path clock = folder.path("_saliency/clock-" + run);
    try {
      files.stage(clock, new byte[] {0});
      long now = files.find(clock.toString()).map(Entry::modified).orElse(lease.modified());
      return Duration.ofMillis(now - lease.modified());
    } finally {
      files.delete(clock);
    }
  }

  /** Writes a new lease; false if there is one. */
  boolean create(LeaseHolder holder) throws IOException {
    try {
      conditional.create(path, Json.write(holder));
      return true;
    } catch (FileAlreadyExistsException | org.apache.hadoop.fs.PathExistsException e) {
      return false;
    }
  }

  /** Replaces a lease as it was found; false if another run did so first. */
  boolean replace(Found found, LeaseHolder holder) throws IOException {
    try {
      conditional.replace(
          path,
          Json.write(holder),
          found.version(),
          () -> {
            if (!holder().equals(found.holder())) {
              throw new FileAlreadyExistsException(path.toString());
            }
          });
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  void delete() throws IOException {
    files.delete(path);
    files.deleteIfEmpty(path.getParent());
  }

  /**
   * Requires that a run holds the lease and that its tasks may publish what belongs to a phase.
   *
   * @return the holder
   * @throws UserException when another run has taken the lease over, or the phase has ended
   */
  LeaseHolder requireOpen(String run, RunPhase phase) throws IOException {
    Optional<LeaseHolder> holder = readHolder().filter(present -> present.run().equals(run));
    if (holder.isEmpty()) {
      throw UserException.output(
          "output %s no longer belongs to the run of this task: nothing more is published by it",
          folder);
    }
    if (holder.get().phase() != phase) {
      throw UserException.output(
          "output %s was completed by other attempts at this task: nothing more is published by"
              + " this one",
          folder);
    }
    return holder.get();
  }
}
