package org.saliency.spark.output;

import org.saliency.json.Json;

/**
 * {@code _saliency/plan.json}: what a run is going to do, written once when its work begins, for
 * those who follow the run.
 *
 * @param run random id of the run
 * @param command for example {@code score}
 * @param videos number of videos
 * @param frames number of frames of all videos
 * @param bad frames and videos that were found to be bad while the inputs were read
 * @param leaseExpirySeconds time without renewal after which the run counts as dead
 */
public record RunPlan(
    String run, String command, int videos, long frames, long bad, long leaseExpirySeconds) {

  static final String FILE = "_saliency/plan.json";

  /**
   * Replaces the plan of an earlier run.
   *
   * @throws org.saliency.UserException when the run no longer holds the lease of the folder
   */
  public void write(OutputFolder folder) {
    folder.write(FILE, Json.write(this));
  }
}
