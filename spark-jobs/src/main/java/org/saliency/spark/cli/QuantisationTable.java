package org.saliency.spark.cli;

import java.util.List;
import java.util.Locale;
import org.saliency.metric.Metric;
import org.saliency.network.Quantisation;
import org.saliency.network.Quantisation.Cost;
import org.saliency.settings.Settings;

/** The cost of a quantisation as a table for the terminal. */
final class QuantisationTable {

  private static final List<Metric> METRICS =
      List.of(Metric.NSS, Metric.SIM, Metric.CC, Metric.KLD);
  private static final String ROW = "%-20s %10s %10s %10s%n";
  private static final String FIGURE = "%.4f";

  private QuantisationTable() {}

  /** The metrics in fp32 and int8 of each set of frames. */
  static String of(Quantisation quantisation) {
    StringBuilder text = new StringBuilder();
    for (Cost cost : quantisation.costs()) {
      text.append(
          String.format(Locale.ROOT, ROW, Settings.kebab(cost.role()), "fp32", "int8", "change"));
      for (Metric metric : METRICS) {
        Double before = cost.before().get(metric.column());
        Double after = cost.after().get(metric.column());
        if (before != null && after != null) {
          text.append(
              String.format(
                  Locale.ROOT,
                  ROW,
                  metric.label(),
                  String.format(Locale.ROOT, FIGURE, before),
                  String.format(Locale.ROOT, FIGURE, after),
                  String.format(Locale.ROOT, "%+.4f", after - before)));
        }
      }
      text.append(
          String.format(
              Locale.ROOT,
              "%d frames of %d videos of %s%n%n",
              cost.frames(),
              cost.videos(),
              cost.data()));
    }
    return text.toString();
  }
}
