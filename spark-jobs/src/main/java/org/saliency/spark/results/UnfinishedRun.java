package org.saliency.spark.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;
import org.saliency.storage.Text;

/**
 * A scoring run that was not complete when its maps were measured: key {@code
 * unfinished_predictions} of {@code summary.json}.
 *
 * @param state {@code running}, {@code interrupted}, {@code failed} or {@code incomplete}
 * @param frames number of frames with a map
 * @param planned number of frames that the run was to score; null if it had no plan yet
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnfinishedRun(String state, long frames, Long planned) {

  /** State and frames in words, after the name of the run: {@code failed (2 of 6 frames …)}. */
  public String text() {
    String verb =
        switch (state) {
          case "running" -> "is still running";
          case "interrupted" -> "was interrupted";
          case "failed" -> "failed";
          default -> "is " + state;
        };
    return planned == null
        ? String.format(Locale.ROOT, "%s (%s have maps)", verb, Text.count(frames, "frame"))
        : String.format(Locale.ROOT, "%s (%,d of %,d frames have maps)", verb, frames, planned);
  }
}
