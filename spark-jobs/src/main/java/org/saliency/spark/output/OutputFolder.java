package org.saliency.spark.output;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.plan.FrameRange;
import org.saliency.storage.Storage.Entry;

/**
 * The folder that a scoring run fills, and the record of what is published in it.
 *
 * <pre>
 * maps/&lt;video&gt;/&lt;frame&gt;.png                      the maps
 * predictions/video=&lt;video&gt;/&lt;segment&gt;.parquet     the maps as rows
 * frame_metrics/&lt;video&gt;-&lt;segment&gt;.parquet         metrics of frames
 * video_metrics/, video_metrics.csv, summary.json, quarantine/, manifest.json
 * _saliency/owner.json                             the model and settings that it belongs to
 * _saliency/segments/&lt;video&gt;/&lt;segment&gt;.json       what is published
 * _saliency/video-indexes.json                     what is known of video files
 * _saliency/staging/                               what is not
 * </pre>
 */
public final class OutputFolder {

  /** The folder of saliency videos. */
  public static final String SALIENCY_VIDEOS = "saliency_videos";

  private static final String INDEXES = "_saliency/video-indexes.json";

  private static final List<String> RESULTS =
      List.of(
          "maps",
          "predictions",
          "frame_metrics",
          "video_metrics",
          "video_metrics.csv",
          "summary.json",
          "quarantine",
          "manifest.json",
          "_saliency");

  /** What to do with a folder that holds results already. */
  public enum OnExisting {
    /** Finish what is missing. */
    RESUME,
    /** Remove the results and begin anew. */
    OVERWRITE,
    /** End with an error. */
    FAIL
  }

  /**
   * Whose results these are: a run may only add to results of the same model and settings.
   *
   * @param modelHash hash of the model
   * @param settings what else decides on the results, in words
   */
  public record Owner(String modelHash, String settings) {}

  private final Path root;
  private final HadoopFiles files;

  /** The folder at a path. */
  public OutputFolder(String path, Configuration configuration) {
    this.root = new Path(path);
    this.files = new HadoopFiles(configuration);
  }

  /**
   * Takes the folder for a run: removes a manifest that would make it look whole.
   *
   * @throws UserException when it holds other files, or results of another model or other settings
   */
  public void claim(Owner owner, OnExisting onExisting) {
    run(
        () -> {
          requireClaimable(owner, onExisting);
          if (onExisting == OnExisting.OVERWRITE) {
            for (String result : RESULTS) {
              files.delete(path(result));
            }
          }
          for (String result : List.of("manifest.json", "summary.json", "_saliency/staging")) {
            files.delete(path(result));
          }
          writeFirst(ownerFile(), Json.write(owner));
          return null;
        });
  }

  /** The first file of a run: shows whether the folder can be written at all. */
  private void writeFirst(Path file, String text) {
    try {
      files.write(file, text);
    } catch (IOException e) {
      throw UserException.usage(
          "output %s cannot be written (%s): choose another folder, or mend its rights",
          root, e.getMessage());
    }
  }

  /**
   * Takes the folder for metric tables alone: removes those of an earlier run.
   *
   * @throws UserException when it holds a scoring run's results
   */
  public void claimForTables() {
    run(
        () -> {
          if (files.exists(ownerFile())) {
            throw UserException.output(
                "output %s belongs to a scoring run: choose another folder", root);
          }
          for (String result : RESULTS) {
            files.delete(path(result));
          }
          return null;
        });
  }

  /** Refuses what {@link #claim} would refuse, and changes nothing. */
  public void check(Owner owner, OnExisting onExisting) {
    run(
        () -> {
          requireClaimable(owner, onExisting);
          return null;
        });
  }

  private void requireClaimable(Owner owner, OnExisting onExisting) throws IOException {
    if (!files.exists(root) || isEmpty()) {
      return;
    }
    if (onExisting == OnExisting.FAIL) {
      throw UserException.output(
          "output %s holds files already: choose another folder, or --on-existing resume or"
              + " overwrite",
          root);
    }
    requireOurs();
    if (onExisting == OnExisting.RESUME) {
      requireSameOwner(owner);
    }
  }

  private boolean isEmpty() throws IOException {
    return !files.exists(ownerFile()) && files.list(root.toString()).isEmpty();
  }

  private void requireOurs() throws IOException {
    if (!files.exists(ownerFile())) {
      throw UserException.output(
          "output %s holds files that no scoring run wrote: choose another folder", root);
    }
  }

  private void requireSameOwner(Owner owner) throws IOException {
    Owner present =
        Json.read(
            new String(files.read(ownerFile().toString()), StandardCharsets.UTF_8), Owner.class);
    if (!present.modelHash().equals(owner.modelHash())) {
      throw UserException.output(
          "output %s belongs to another model (hash %.12s, this one is %.12s): choose another"
              + " folder, or --on-existing overwrite",
          root, present.modelHash(), owner.modelHash());
    }
    if (!Objects.equals(present.settings(), owner.settings())) {
      throw UserException.output(
          "output %s belongs to other settings (%s; these are %s): choose another folder, or"
              + " --on-existing overwrite",
          root, present.settings(), owner.settings());
    }
  }

  /**
   * A segment that is published.
   *
   * @param range its frames
   * @param bad how many of them are missing because they were bad
   */
  public record Published(FrameRange range, int bad) {}

  /** What is published whole of a video, in order; segments with bad frames are not. */
  public List<FrameRange> published(String video) {
    return run(
        () -> {
          List<FrameRange> ranges = new ArrayList<>();
          Path records = records(video);
          if (files.exists(records)) {
            for (Entry entry : files.list(records.toString())) {
              String text = new String(files.read(entry.path()), StandardCharsets.UTF_8);
              Published segment = Json.read(text, Published.class);
              if (segment.bad() == 0) {
                ranges.add(segment.range());
              }
            }
          }
          ranges.sort(Comparator.comparingInt(FrameRange::first));
          return ranges;
        });
  }

  /**
   * Removes the rows and records of all segments that are not published whole: they will be scored
   * again, perhaps cut otherwise, and must not count twice.
   */
  public void removeUnpublished(List<String> videos) {
    run(
        () -> {
          Set<String> metrics = new HashSet<>();
          for (String video : videos) {
            Set<String> predictions = new HashSet<>();
            Set<String> recorded = new HashSet<>();
            for (FrameRange range : published(video)) {
              metrics.add(frameMetrics(range).getName());
              predictions.add(predictions(range).getName());
              recorded.add(record(range).getName());
            }
            removeOthers(path("predictions/video=" + escape(video)), predictions);
            removeOthers(records(video), recorded);
          }
          removeOthers(path("frame_metrics"), metrics);
          return null;
        });
  }

  private void removeOthers(Path folder, Set<String> names) throws IOException {
    if (files.exists(folder)) {
      for (Entry entry : files.list(folder.toString())) {
        if (!names.contains(entry.name())) {
          files.delete(new Path(folder, entry.name()));
        }
      }
    }
  }

  /** Writes a result of the whole run. */
  public void write(String name, String text) {
    run(
        () -> {
          files.write(path(name), text);
          return null;
        });
  }

  /** What an earlier run has kept of video files; empty when nothing can be made of it. */
  public Optional<KnownVideo[]> recallIndexes() {
    try {
      return files.readJson(path(INDEXES).toString(), KnownVideo[].class);
    } catch (IOException | UserException e) {
      return Optional.empty(); // it only saves time
    }
  }

  /** Keeps what was found of video files; an empty list keeps what is there. */
  public void keepIndexes(List<KnownVideo> videos) {
    if (!videos.isEmpty()) {
      write(INDEXES, Json.write(videos));
    }
  }

  /** Whether a result is there, for example {@code frame_metrics}. */
  boolean holds(String name) {
    return run(() -> files.exists(path(name)));
  }

  /** Removes a result of the whole run. */
  public void delete(String name) {
    run(
        () -> {
          files.delete(path(name));
          return null;
        });
  }

  private Path records(String video) {
    return path("_saliency/segments/" + escape(video));
  }

  Path record(FrameRange range) {
    return new Path(records(range.video()), range.fileName() + ".json");
  }

  Path map(FrameRange range, String frameName) {
    return new Path(path("maps"), new Path(range.video(), frameName + ".png"));
  }

  Path predictions(FrameRange range) {
    return path("predictions/video=" + escape(range.video()) + "/" + range.fileName() + ".parquet");
  }

  /** Where a segment's frame metrics are. */
  public Path frameMetrics(FrameRange range) {
    return path("frame_metrics/" + escape(range.video()) + "-" + range.fileName() + ".parquet");
  }

  Path staging(String attempt) {
    return path("_saliency/staging/" + attempt);
  }

  /** A path inside the folder. */
  public Path path(String name) {
    return new Path(root, name);
  }

  HadoopFiles files() {
    return files;
  }

  private Path ownerFile() {
    return path("_saliency/owner.json");
  }

  /** A video's name as Spark writes it into the name of a partition's folder. */
  private static String escape(String video) {
    return ExternalCatalogUtils.escapePathName(video);
  }

  private interface Access<T> {
    T run() throws IOException;
  }

  private <T> T run(Access<T> access) {
    try {
      return access.run();
    } catch (IOException e) {
      throw new UncheckedIOException("output " + root + " cannot be read or written", e);
    }
  }
}
