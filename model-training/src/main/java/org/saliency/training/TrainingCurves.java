package org.saliency.training;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.saliency.drawing.Fonts;

/** Draws {@code curves.svg}: losses on the left axis, validation metrics on the right axis. */
final class TrainingCurves {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 500;

  private TrainingCurves() {}

  /** Writes the curves of a history of at least one epoch. */
  static void write(List<EpochRecord> history, Path file) throws IOException {
    Fonts.ensure();
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("Training")
            .xAxisTitle("epoch")
            .yAxisTitle("KL divergence")
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisMaxLabelCount(Math.min(20, history.size()));
    chart.getStyler().setXAxisDecimalPattern("#");
    chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
    chart.setYAxisGroupTitle(1, "NSS, SIM, CC");
    add(chart, "training loss", 0, history, EpochRecord::trainLoss);
    add(chart, "validation loss", 0, history, EpochRecord::validationLoss);
    add(chart, "NSS", 1, history, EpochRecord::nss);
    add(chart, "SIM", 1, history, EpochRecord::sim);
    add(chart, "CC", 1, history, EpochRecord::cc);
    VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
  }

  private static void add(
      XYChart chart,
      String name,
      int axis,
      List<EpochRecord> history,
      Function<EpochRecord, Double> value) {
    if (history.stream().map(value).allMatch(Objects::nonNull)) {
      double[] epochs = history.stream().mapToDouble(EpochRecord::epoch).toArray();
      double[] values = history.stream().mapToDouble(value::apply).toArray();
      XYSeries series = chart.addSeries(name, epochs, values);
      series.setMarker(history.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      series.setYAxisGroup(axis);
    }
  }
}
