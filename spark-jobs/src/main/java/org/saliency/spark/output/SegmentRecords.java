package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.storage.HadoopFiles;
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

  SegmentRecords(OutputFolder folder) throws IOException {
    this.folder = folder;
    this.firstClaim = folder.firstClaim();
  }

  /** The records of a video that count, in the order of frames. */
  List<Published> of(String video) throws IOException {
    return counting(video, "");
  }

  /** The record of a segment that counts. */
  Optional<Published> of(FrameRange range) throws IOException {
    return counting(range.video(), range.fileName() + "-").stream().findFirst();
  }

  private List<Published> counting(String video, String prefix) throws IOException {
    Path parent = folder.paths().records(video);
    List<Published> records = new ArrayList<>();
    for (Entry entry : folder.files().listIfExists(parent.toString())) {
      if (entry.name().startsWith(prefix)) {
        read(HadoopFiles.child(parent, entry.name()))
            .filter(record -> record.attempt().claim() >= firstClaim)
            .ifPresent(records::add);
      }
    }
    if (records.isEmpty()) {
      return records;
    }
    VideoFiles files = VideoFiles.list(folder, video);
    List<Published> complete = new ArrayList<>();
    for (Published record : records) {
      if (files.hasAllOf(record)) {
        complete.add(record);
      }
    }
    return choose(complete);
  }

  private static List<Published> choose(List<Published> records) {
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
  private Optional<Published> read(Path record) throws IOException {
    try {
      return folder.files().readJson(record.toString(), Published.class);
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }
}
