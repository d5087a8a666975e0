package org.saliency.spark.evaluate;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.saliency.UserException;
import org.saliency.settings.Settings;
import org.saliency.spark.output.FolderReader;
import org.saliency.spark.output.Format;
import org.saliency.spark.output.OutputOwner;
import org.saliency.spark.results.Manifest;
import org.saliency.spark.results.UnfinishedRun;
import org.saliency.spark.status.RunStatus;
import org.saliency.spark.status.RunStatus.State;
import org.saliency.spark.status.StatusReader;
import org.saliency.spark.storage.HadoopFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scoring run whose maps are measured, if it is not complete.
 *
 * @param predictions as given
 * @param status of the run
 */
record PredictedRun(String predictions, RunStatus status) {

  private static final Logger LOG = LoggerFactory.getLogger(PredictedRun.class);

  /**
   * Looks for the run that wrote predictions: that of their folder or, if they are its {@code maps}
   * or another folder of maps, of the folder above.
   *
   * @param expiry age at which the lease of a run without a plan counts as expired
   * @return empty for a complete run and for maps of other methods
   * @throws UserException when the folder is the output of an evaluation, or cannot be read
   */
  static Optional<PredictedRun> unfinished(
      String predictions, Configuration hadoop, Duration expiry) {
    try {
      for (String folder : folders(HadoopFiles.path(predictions))) {
        FolderReader reader = new FolderReader(folder, hadoop);
        Optional<OutputOwner> owner = reader.owner();
        if (owner.isPresent() || reader.lease().isPresent()) {
          requireMaps(predictions, owner);
          return isComplete(reader, hadoop)
              ? Optional.empty()
              : Optional.of(new StatusReader(hadoop, expiry).read(folder))
                  .filter(status -> status.state() != State.COMPLETE)
                  .map(status -> new PredictedRun(predictions, status));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw UserException.input(
          e, "predictions %s cannot be read: %s", predictions, HadoopFiles.reason(e));
    }
  }

  private static List<String> folders(Path own) {
    boolean isPart =
        own.getParent() != null
            && (own.getName().equals("predictions")
                || Arrays.stream(Format.values()).anyMatch(f -> own.getName().equals(f.folder())));
    return isPart ? List.of(own.toString(), own.getParent().toString()) : List.of(own.toString());
  }

  private static void requireMaps(String predictions, Optional<OutputOwner> owner) {
    if (owner.map(OutputOwner::command).filter("evaluate"::equals).isPresent()) {
      throw UserException.input(
          "Predictions %s are an output of evaluate, which holds no maps: give the maps that it"
              + " measured, see inputs in its manifest.json",
          predictions);
    }
  }

  /** Without the records of segments, which are many. */
  private static boolean isComplete(FolderReader reader, Configuration hadoop) throws IOException {
    return reader.lease().isEmpty()
        && Manifest.read(new HadoopFiles(hadoop), reader.toString())
            .filter(manifest -> manifest.status() == Manifest.Status.COMPLETE)
            .isPresent();
  }

  /**
   * Requires that maps of an unfinished run may be measured, and warns if they are.
   *
   * @throws UserException when nothing has a map yet, or the policy allows no missing map and the
   *     run has not come to its end
   */
  void require(MissingPolicy missing) {
    UnfinishedRun found = found();
    if (found.frames() == 0) {
      throw stop("wait until it has scored a segment, or run score again");
    }
    if (missing == MissingPolicy.FAIL && status.state() != State.INCOMPLETE) {
      throw stop(
          status.state() == State.RUNNING
              ? "try again when it has ended, or measure what is there with --missing skip or zero"
              : "complete it with the same score command, or measure what is there with --missing"
                  + " skip or zero");
    }
    LOG.warn(
        "The score run that writes predictions {} {}: what is there is measured (missing = {})",
        predictions,
        found.text(),
        missing.option());
  }

  private UserException stop(String fix) {
    String why = status.error() == null ? "" : ": " + status.error();
    String format = "The score run that writes predictions %s %s%s; %s";
    Object[] arguments = {predictions, found().text(), why, fix};
    return status.state() == State.RUNNING
        ? UserException.busy(format, arguments)
        : UserException.input(format, arguments);
  }

  /** The run for the summary. */
  UnfinishedRun found() {
    long done = Stream.of(status.done(), status.resumed()).mapToLong(PredictedRun::orZero).sum();
    return new UnfinishedRun(Settings.kebab(status.state()), done, status.planned());
  }

  private static long orZero(Long count) {
    return count == null ? 0 : count;
  }
}
