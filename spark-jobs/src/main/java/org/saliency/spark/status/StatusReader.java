package org.saliency.spark.status;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.saliency.UserException;
import org.saliency.spark.output.FolderReader;
import org.saliency.spark.output.FolderReader.Lease;
import org.saliency.spark.output.FolderReader.Segment;
import org.saliency.spark.output.FolderReader.WrittenPlan;
import org.saliency.spark.output.OutputOwner;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.storage.HadoopFiles;

/** Reads the status of the run that writes, or has written, to an output folder. */
public final class StatusReader {

  /** The folder is read again when a run has started or ended meanwhile, this often. */
  private static final int ATTEMPTS = 3;

  private final Configuration configuration;
  private final Duration expiry;

  /**
   * Creates a reader.
   *
   * @param expiry age at which the lease of a run without a plan counts as expired
   */
  public StatusReader(Configuration configuration, Duration expiry) {
    this.configuration = configuration;
    this.expiry = expiry;
  }

  /**
   * Reads the status.
   *
   * @throws UserException when the folder is missing, empty, unreadable, or no output of a run
   */
  public RunStatus read(String path) {
    FolderReader folder = new FolderReader(path, configuration);
    try {
      return Assessment.of(observe(folder));
    } catch (IOException e) {
      throw UserException.input(
          e,
          "Cannot read output %s (%s): check the path and its permissions",
          folder,
          HadoopFiles.reason(e));
    }
  }

  private Observation observe(FolderReader folder) throws IOException {
    Optional<Lease> before = folder.lease();
    for (int attempt = 1; ; attempt++) {
      Optional<OutputOwner> owner = folder.owner();
      List<Segment> segments = folder.segments();
      Optional<WrittenPlan> plan = folder.plan();
      Optional<Manifest> manifest =
          owner.isEmpty()
              ? Optional.empty()
              : Manifest.read(new HadoopFiles(configuration), folder.toString());
      Optional<Lease> after = folder.lease();
      if (attempt == ATTEMPTS || before.map(Lease::run).equals(after.map(Lease::run))) {
        if (owner.isEmpty() && after.isEmpty()) {
          throw noOutput(folder);
        }
        return new Observation(
            owner, after, plan, manifest, segments, expiry, System.currentTimeMillis());
      }
      before = after;
    }
  }

  private UserException noOutput(FolderReader folder) throws IOException {
    if (new HadoopFiles(configuration).find(folder + "/last/state.json").isPresent()) {
      return UserException.input(
          "Folder %s is an output of train, and status reads those of score and evaluate: see the"
              + " epochs so far in its history.csv; once training is complete, it has a"
              + " manifest.json",
          folder);
    }
    return folder.isEmpty()
        ? UserException.input(
            "Output %s does not exist or is empty: check the path, or wait until a run has read its"
                + " inputs and claimed the folder",
            folder)
        : UserException.input(
            "%s is not an output of score or evaluate (it has no _saliency/owner.json): check the"
                + " path",
            folder);
  }
}
