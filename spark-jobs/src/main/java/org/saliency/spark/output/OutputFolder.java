package org.saliency.spark.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.saliency.UserException;
import org.saliency.json.Json;
import org.saliency.spark.plan.FrameRange;
import org.saliency.spark.storage.HadoopFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that a scoring run fills, and the record of what is published in it.
 *
 * <pre>
 * maps/&lt;video&gt;/&lt;frame&gt;.png                      the maps
 * maps16/&lt;video&gt;/&lt;frame&gt;.png                    the same at 16 bits
 * saliency_videos/&lt;video&gt;.mp4, overlays/           the maps as videos, over the frames
 * predictions/video=&lt;video&gt;/&lt;segment&gt;.parquet     the maps as rows
 * frame_metrics/&lt;video&gt;-&lt;segment&gt;.parquet         metrics of frames
 * video_metrics/, video_metrics.csv, summary.json, quarantine/, manifest.json
 * _saliency/owner.json                             the model and settings that it belongs to
 * _saliency/lease.json                             the run that writes to it now
 * _saliency/segments/&lt;video&gt;/&lt;segment&gt;.json       what is published
 * _saliency/video-indexes.json                     what is known of video files
 * _saliency/parts/                                 videos, segment by segment
 * _saliency/staging/                               what is not
 * </pre>
 *
 * <p>A segment counts from the moment its record in {@code _saliency/segments} appears: it is
 * written after the segment's files, names them, and is one file that appears whole on every file
 * system. Files that no record names are left over from an attempt that was killed; the next run
 * removes them before it begins. Nothing rests on renaming folders, nor on two files appearing at
 * once. Final names go by segment, so that a second attempt at one adds nothing.
 */
public final class OutputFolder {

  private static final String INDEXES = "_saliency/video-indexes.json";
  private static final Logger LOG = LoggerFactory.getLogger(OutputFolder.class);

  private static final java.nio.file.Path LOCAL_STAGING =
      java.nio.file.Path.of(System.getProperty("java.io.tmpdir"), "saliency-staging");

  private static final List<String> RESULTS =
      List.of(
          "maps",
          "maps16",
          "saliency_videos",
          "overlays",
          "_saliency/parts",
          "predictions",
          "frame_metrics",
          "video_metrics",
          "video_metrics.csv",
          "summary.json",
          "quarantine",
          "manifest.json",
          "_saliency/segments",
          "_saliency/staging",
          "_saliency/owner.json");

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
   * @return what the run holds until it closes it
   * @throws UserException when another run writes to it, or it holds other files, or results of
   *     another model or other settings
   */
  public OutputLease claim(Owner owner, OnExisting onExisting, OutputLease.Terms terms) {
    return run(
        () -> {
          requireClaimable(owner, onExisting);
          OutputLease lease = OutputLease.take(this, terms);
          try {
            if (onExisting == OnExisting.OVERWRITE) {
              remove(RESULTS);
            }
            remove(List.of("manifest.json", "summary.json", "_saliency/staging"));
            files.write(ownerFile(), Json.write(owner));
            return lease;
          } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
          }
        });
  }

  private void remove(List<String> results) throws IOException {
    for (String result : results) {
      files.delete(path(result));
    }
  }

  /**
   * Takes the folder for metric tables alone: removes those of an earlier run.
   *
   * @return what the run holds until it closes it
   * @throws UserException when another run writes to it, or it holds a scoring run's results
   */
  public OutputLease claimForTables(OutputLease.Terms terms) {
    return run(
        () -> {
          if (files.exists(ownerFile())) {
            throw UserException.output(
                "output %s belongs to a scoring run: choose another folder", root);
          }
          OutputLease lease = OutputLease.take(this, terms);
          try {
            remove(RESULTS);
            return lease;
          } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
          }
        });
  }

  /** Refuses what {@link #claim} would refuse, and changes nothing. */
  public void check(Owner owner, OnExisting onExisting) {
    run(() -> requireClaimable(owner, onExisting));
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
   * What is published of some videos.
   *
   * @param videos their names
   */
  public PublishedSegments published(List<String> videos) {
    return run(() -> PublishedSegments.read(this, videos));
  }

  /**
   * A segment, when it is published: its record is there, and the files that it names are.
   *
   * @return empty when it is not
   */
  public Optional<Published> published(FrameRange range) {
    return run(() -> PublishedSegments.read(this, range));
  }

  /** Removes what attempts that were killed have left half-written. */
  public void removeStaging() {
    delete("_saliency/staging");
  }

  /** Writes a result of the whole run. */
  public void write(String name, String text) {
    run(() -> files.write(path(name), text));
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
  public boolean holds(String name) {
    return run(() -> files.exists(path(name)));
  }

  /** Removes a result of the whole run. */
  public void delete(String name) {
    run(() -> files.delete(path(name)));
  }

  Path records(String video) {
    return path("_saliency/segments/" + escape(video));
  }

  Path record(FrameRange range) {
    return new Path(records(range.video()), range.fileName() + ".json");
  }

  Path maps(String video) {
    return new Path(path("maps"), video);
  }

  Path map(FrameRange range, String frameName) {
    return new Path(maps(range.video()), frameName + ".png");
  }

  Path maps16(String video) {
    return new Path(path("maps16"), video);
  }

  Path map16(FrameRange range, String frameName) {
    return new Path(maps16(range.video()), frameName + ".png");
  }

  Path videoParts(Format format, String video) {
    return path("_saliency/parts/" + format.folder() + "/" + escape(video));
  }

  Path videoPart(Format format, FrameRange range) {
    return new Path(videoParts(format, range.video()), range.fileName() + ".mp4");
  }

  /** Where a whole video is. */
  Path video(Format format, String video) {
    return path(format.folder() + "/" + video + ".mp4");
  }

  Path predictions(String video) {
    return path("predictions/video=" + escape(video));
  }

  Path predictions(FrameRange range) {
    return new Path(predictions(range.video()), range.fileName() + ".parquet");
  }

  /** Where a segment's frame metrics are. */
  public Path frameMetrics(FrameRange range) {
    return path("frame_metrics/" + escape(range.video()) + "-" + range.fileName() + ".parquet");
  }

  /**
   * Where an attempt writes before it publishes: beside the results where a rename moves files to
   * them in one step, else on a local disk of the executor, since object stores would copy.
   */
  Path staging(String attempt) throws IOException {
    return files.filesAppearWhole(root)
        ? new Path(LOCAL_STAGING.resolve(attempt).toUri())
        : path("_saliency/staging/" + attempt);
  }

  /** The folder's path. */
  @Override
  public String toString() {
    return root.toString();
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
  static String escape(String video) {
    return ExternalCatalogUtils.escapePathName(video);
  }

  /**
   * The fault of an output that takes no more.
   *
   * @param cause what the file system said
   */
  UserException unwritable(IOException cause) {
    LOG.warn("output {} cannot be read or written", root, cause);
    return UserException.usage(
        "output %s cannot be written (%s): choose another folder, or mend its rights or space and"
            + " run the same command again, which then does the rest",
        root, reason(cause));
  }

  private static String reason(IOException cause) {
    String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause.getClass() == IOException.class
        ? message
        : cause.getClass().getSimpleName() + ": " + message;
  }

  private interface Access<T> {
    T run() throws IOException;
  }

  private interface Change {
    void run() throws IOException;
  }

  private void run(Change change) {
    try {
      change.run();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private <T> T run(Access<T> access) {
    try {
      return access.run();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
