package org.saliency.spark.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import org.saliency.metric.ConventionMeans;

/**
 * Metrics of a segment by each convention.
 *
 * @param video of the segment
 * @param means one for each convention; empty without a passport
 */
record PassportPart(String video, ArrayList<ConventionMeans> means) implements Serializable {

  static final PassportPart NONE = new PassportPart("", new ArrayList<>());
}
