package org.saliency.spark.score;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saliency.UserException;
import org.saliency.spark.output.BadFrame;
import org.saliency.spark.results.Manifest;

/**
 * Result of a scoring run.
 *
 * @param manifest as written
 * @param summary as written to {@code summary.json}
 * @param table the metrics as text; empty without ground truth
 * @param bad frames and videos without a map
 */
public record ScoreResult(
    Manifest manifest, Map<String, Object> summary, String table, List<BadFrame> bad) {

  /** Returns the table and the counts, to be printed. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%s%d of %d frames scored, %d already published, %d bad%n",
        table,
        manifest.counts().get("done"),
        manifest.counts().get("planned"),
        manifest.counts().get("resumed"),
        manifest.counts().get("bad"));
  }

  /** Number of frames with a map, those of earlier runs included. */
  public long frames() {
    return manifest.counts().get("done") + manifest.counts().get("resumed");
  }

  /** Returns the output of {@code --json}. */
  public Map<String, Object> json() {
    return Map.of("manifest", manifest, "summary", summary);
  }

  /**
   * Checks the number of bad frames.
   *
   * @param quarantine path of the list of bad frames
   * @throws UserException if there are more than allowed
   */
  void requireFewBad(int allowed, String quarantine) {
    if (bad.size() > allowed) {
      throw UserException.badFrames(
          "%d bad frames or videos, more than the %d allowed (--max-bad-frames); the first: %s; all"
              + " are listed in %s",
          bad.size(), allowed, bad.get(0).message(), quarantine);
    }
  }
}
