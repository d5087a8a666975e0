package org.saliency.spark.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.saliency.UserException;
import org.saliency.storage.Storage.Entry;

/** Reads the state of an output folder that a run may be writing to; writes nothing. */
public final class FolderReader {

  private final OutputFolder folder;

  /** A reader of the folder at a path, which need not exist. */
  public FolderReader(String path, Configuration configuration) {
    this.folder = new OutputFolder(path, configuration);
  }

  /**
   * The lease of a run.
   *
   * @param holder the run; empty while the file is being written
   * @param renewed time of the last renewal by the clock of the file system, milliseconds since the
   *     epoch
   */
  public record Lease(Optional<LeaseHolder> holder, long renewed) {

    /** Random id of the run; empty if unknown. */
    public String run() {
      return holder.map(LeaseHolder::run).orElse("");
    }
  }

  /**
   * A plan with the time at which it was written.
   *
   * @param written by the clock of the file system, milliseconds since the epoch
   */
  public record WrittenPlan(RunPlan plan, long written) {}

  /**
   * A published segment.
   *
   * @param run random id of the run that published it
   * @param frames number of frames
   * @param bad number of frames without a map
   * @param published time by the clock of the file system, milliseconds since the epoch
   */
  public record Segment(String run, int frames, int bad, long published) {}

  /** The lease; empty if no run holds one. */
  public Optional<Lease> lease() throws IOException {
    return new LeaseFile(folder).read().map(found -> new Lease(found.holder(), found.modified()));
  }

  /** Origin of the results; empty without results, or if it cannot be read as such. */
  public Optional<OutputOwner> owner() throws IOException {
    return read(folder.paths().owner().toString(), OutputOwner.class);
  }

  /** Plan of the last run whose work has begun. */
  public Optional<WrittenPlan> plan() throws IOException {
    String path = folder.path(RunPlan.FILE).toString();
    Optional<Entry> file = folder.files().find(path);
    return file.isEmpty()
        ? Optional.empty()
        : read(path, RunPlan.class).map(plan -> new WrittenPlan(plan, file.get().modified()));
  }

  private <T> Optional<T> read(String path, Class<T> type) throws IOException {
    try {
      return folder.files().readJson(path, type);
    } catch (UserException damaged) {
      return Optional.empty();
    }
  }

  /** Whether the folder is missing or empty. */
  public boolean isEmpty() throws IOException {
    return folder.files().listIfExists(folder.toString()).isEmpty();
  }

  /** The published segments of all videos. */
  public List<Segment> segments() throws IOException {
    String root = folder.paths().records().toString();
    List<String> videos =
        folder.files().listIfExists(root).stream()
            .map(entry -> OutputPaths.unescape(entry.name()))
            .toList();
    PublishedSegments published = PublishedSegments.read(folder, videos);
    List<List<Segment>> segments =
        folder.files().inParallel(videos, video -> timed(video, published.records(video)));
    return segments.stream().flatMap(List::stream).toList();
  }

  private List<Segment> timed(String video, List<Published> records) throws IOException {
    Map<String, Long> times = new HashMap<>();
    String parent = folder.paths().records(video).toString();
    for (Entry entry : folder.files().listIfExists(parent)) {
      times.put(entry.name(), entry.modified());
    }
    List<Segment> segments = new ArrayList<>();
    for (Published record : records) {
      Long time = times.get(record.part() + ".json");
      if (time != null) { // else it was deleted meanwhile
        segments.add(
            new Segment(
                record.attempt().run(), record.range().length(), record.bad().size(), time));
      }
    }
    return segments;
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
