package org.saliency.spark.report;

import java.util.List;
import java.util.Optional;
import org.saliency.spark.results.NamedResults;

/**
 * What a report is about.
 *
 * @param scores folder that a scoring or evaluating run filled
 * @param name of the method in it; empty to take the network's, or else the folder's
 * @param compared methods to set beside it, measured on the same videos
 * @param output the HTML file to write
 */
public record ReportArguments(
    String scores, Optional<String> name, List<NamedResults> compared, String output) {

  public ReportArguments {
    compared = List.copyOf(compared);
  }
}
