package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.spark.plan.FrameRange;
import org.saliency.storage.Storage.Entry;

/**
 * Reads the records of segments and chooses those that count.
 *
 * <p>Each attempt at a segment writes a record with a name of its own, so records are never
 * replaced, and several may claim the same frames: those of two attempts of a run, or of a run that
 * was taken for dead but goes on. One rule, which depends on nothing but the records and the files
 * they name, decides:
 *
 * <ol>
 *   <li>A record counts only if all files that it names exist with the sizes that it gives, and if
 *       its claim is not older than the results ({@link OutputOwner#firstClaim}).
 *   <li>Of records with common frames, the one with the largest claim number counts. A run can only
 *       publish after its claim, and a claim is larger than all before it, so that no late record
 *       replaces one of a later run.
 *   <li>Of records of one claim, the one with the fewest bad frames counts, then the first by its
 *       attempt's id. A run plans disjoint segments: these are attempts at the same segment.
 * </ol>
 *
 * The files of all other records are leftovers.
 */
final class SegmentRecords {

  private static final Comparator<Published> PRECEDENCE =
      Comparator.<Published>comparingLong(record -> -record.attempt().claim())
          .thenComparingInt(record -> record.bad().size())
          .thenComparing(record -> record.attempt().id());

  private final OutputFolder folder;
  private final long firstClaim;
  private final SharedListings shared;

  private SegmentRecords(OutputFolder folder, long firstClaim, SharedListings shared) {
    this.folder = folder;
    this.firstClaim = firstClaim;
    this.shared = shared;
  }

  /** Records of as many videos. */
  static SegmentRecords of(OutputFolder folder, int videos) throws IOException {
    return new SegmentRecords(folder, folder.firstClaim(), new SharedListings(folder, videos));
  }

  /** Records of a run that may publish now, whose claim is not older than the results. */
  static SegmentRecords ofPresentRun(OutputFolder folder) {
    return new SegmentRecords(folder, 0, new SharedListings(folder, 1));
  }

  /**
   * Records whose files exist with the sizes that they give.
   *
   * @param times modification times by record
   * @param files of the video
   */
  private record Complete(Map<Published, Long> times, VideoFiles files) {

    List<Published> chosen() {
      return choose(times.keySet());
    }
  }

  /** The records of a video that count, in the order of frames. */
  List<Published> of(String video) throws IOException {
    return complete(video, "").chosen();
  }

  /** The record of a segment that counts. */
  Optional<Published> of(FrameRange range) throws IOException {
    return complete(range.video(), range.fileName() + "-").chosen().stream().findFirst();
  }

  /**
   * The records of a video that count, without those whose files hold other bytes than were
   * written.
   *
   * @param changed is called with each of the latter
   */
  List<Published> unchanged(String video, Consumer<Published> changed) throws IOException {
    Complete complete = complete(video, "");
    ContentCheck content = new ContentCheck(folder, complete.files());
    List<Published> unchanged = new ArrayList<>();
    for (Published record : complete.chosen()) {
      if (content.holds(record, complete.times().get(record))) {
        unchanged.add(record);
      } else {
        changed.accept(record);
      }
    }
    return unchanged;
  }

  private Complete complete(String video, String prefix) throws IOException {
    Path parent = folder.paths().records(video);
    VideoFiles files = new VideoFiles(folder, video, shared);
    Map<Published, Long> times = new HashMap<>();
    if (!shared.mayExist(parent)) {
      return new Complete(times, files);
    }
    for (Entry entry : folder.files().listIfExists(parent.toString())) {
      if (entry.name().startsWith(prefix)) {
        read(entry)
            .filter(record -> record.attempt().claim() >= firstClaim)
            .ifPresent(record -> times.put(record, entry.modified()));
      }
    }
    Map<Published, Long> complete = new HashMap<>();
    for (Map.Entry<Published, Long> record : times.entrySet()) {
      if (files.hasAllOf(record.getKey())) {
        complete.put(record.getKey(), record.getValue());
      }
    }
    return new Complete(complete, files);
  }

  private static List<Published> choose(Collection<Published> records) {
    List<Published> chosen = new ArrayList<>();
    for (Published record : records.stream().sorted(PRECEDENCE).toList()) {
      if (chosen.stream().noneMatch(record::overlaps)) {
        chosen.add(record);
      }
    }
    chosen.sort(Comparator.comparingInt(record -> record.range().first()));
    return chosen;
  }

  /** A record; empty if it is gone or damaged, so that it publishes nothing. */
  private Optional<Published> read(Entry record) throws IOException {
    try {
      return folder.files().readJson(record, Published.class);
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }
}
