package org.saliency.spark.input;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.spark.plan.FileStamp;
import org.saliency.spark.plan.Segment;
import org.saliency.storage.ReportedStorage;
import org.saliency.storage.Storage;
import org.saliency.storage.Storage.Entry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds video files that were replaced or written to after they were listed. Their index does not
 * fit them any more, so that what was read from them may be frames of two videos.
 */
public final class ChangedFiles {

  private static final Logger LOG = LoggerFactory.getLogger(ChangedFiles.class);
  private static final long SECOND = 1000;

  private final ReportedStorage storage;

  /** Asks a storage for its files as they are now. */
  public ChangedFiles(Storage storage) {
    this.storage = ReportedStorage.of(storage);
  }

  /** The error that names a changed video file of a segment; empty if there is none. */
  public Optional<UserException> of(Segment segment) {
    for (Map.Entry<String, String> stamp : segment.stamps().entrySet()) {
      Optional<UserException> error =
          FileStamp.parse(stamp.getValue()).flatMap(listed -> of(stamp.getKey(), listed));
      if (error.isPresent()) {
        return error;
      }
    }
    return Optional.empty();
  }

  /** The error that names a file, if it is not as it was listed; empty if it is, or is gone. */
  Optional<UserException> of(Entry listed) {
    return of(listed.path(), new FileStamp(listed.length(), listed.modified()));
  }

  private Optional<UserException> of(String path, FileStamp listed) {
    try {
      return storage
          .find(path)
          .filter(
              now ->
                  now.length() != listed.length() || !isSameTime(now.modified(), listed.modified()))
          .map(
              now ->
                  UserException.input(
                      "Video file %s was changed during the run (it has %d bytes of %s now, and had"
                          + " %d bytes of %s when it was listed): rerun the same command to read it"
                          + " as it is now",
                      path,
                      now.length(),
                      time(now.modified()),
                      listed.length(),
                      time(listed.modified())));
    } catch (StorageException e) {
      LOG.warn("It is unknown whether {} was changed during the run", path, e);
      return Optional.empty();
    }
  }

  /**
   * Object stores give the time of a file in milliseconds when they list it and in seconds when
   * they are asked for it, or none.
   */
  private static boolean isSameTime(long one, long other) {
    boolean isRounded = one % SECOND == 0 || other % SECOND == 0;
    return one == other || one <= 0 || other <= 0 || isRounded && Math.abs(one - other) < SECOND;
  }

  private static Instant time(long millis) {
    return Instant.ofEpochMilli(millis);
  }
}
