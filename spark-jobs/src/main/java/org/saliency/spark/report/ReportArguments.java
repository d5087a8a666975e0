package org.saliency.spark.report;

import java.util.List;
import java.util.Optional;
import org.saliency.spark.results.NamedResults;

/**
 * Arguments of a report.
 *
 * @param scores output folder of {@code score} or {@code evaluate}
 * @param name of the method; empty for the name of the network, or else of the folder
 * @param compared other methods, measured on the same videos
 * @param attributes CSV table of attributes of videos
 * @param areas CSV table of areas of interest
 * @param output the HTML file to write
 */
public record ReportArguments(
    String scores,
    Optional<String> name,
    List<NamedResults> compared,
    Optional<String> attributes,
    Optional<String> areas,
    String output) {

  public ReportArguments {
    compared = List.copyOf(compared);
  }

  /** The arguments of a report without attributes and areas. */
  public ReportArguments(
      String scores, Optional<String> name, List<NamedResults> compared, String output) {
    this(scores, name, compared, Optional.empty(), Optional.empty(), output);
  }
}
