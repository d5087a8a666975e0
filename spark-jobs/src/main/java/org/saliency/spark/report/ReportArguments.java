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
 * @param output the HTML file to write
 */
public record ReportArguments(
    String scores, Optional<String> name, List<NamedResults> compared, String output) {

  public ReportArguments {
    compared = List.copyOf(compared);
  }
}
