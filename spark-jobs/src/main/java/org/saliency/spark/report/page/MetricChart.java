package org.saliency.spark.report.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.saliency.drawing.Fonts;
import org.saliency.metric.Metric;
import org.saliency.spark.results.Scores;

/** SVG chart of one metric: a group of bars for each video, a bar for each method. */
final class MetricChart {

  private static final int MIN_WIDTH = 1100;
  private static final int HEIGHT = 260;

  /** Width in pixels of a vertical label with its gap. */
  private static final int LABEL_WIDTH = 20;

  private static final int LONGEST_LABEL = 16;

  /** Letters of labels that fit side by side under the chart. */
  private static final int LETTERS_IN_A_LINE = 110;

  /** More bars than this would be too thin to see; dots replace them. */
  private static final int MAX_BARS = 240;

  /** A number with more decimals than a screen shows; these would double the size of a chart. */
  private static final Pattern LONG_FRACTION = Pattern.compile("(\\d\\.\\d\\d)\\d+");

  private static final Color INK = new Color(0x4b5563);
  private static final Color GRID = new Color(0xe5e7eb);

  private MetricChart() {}

  /** The chart as a data URI, and its size. */
  static Picture of(Metric metric, List<Scores> methods) {
    Fonts.ensure();
    List<String> labels = labels(methods.get(0).videos().stream().map(Scores.Video::name).toList());
    int longest = labels.stream().mapToInt(String::length).max().orElse(0);
    boolean isSteep = labels.size() * (longest + 2) > LETTERS_IN_A_LINE;
    int width = Math.max(MIN_WIDTH, LABEL_WIDTH * labels.size());
    int height = HEIGHT + (isSteep ? 6 * longest : 0);
    CategoryChart chart = new CategoryChartBuilder().width(width).height(height).build();
    style(chart.getStyler(), isSteep);
    chart
        .getStyler()
        .setDefaultSeriesRenderStyle(
            labels.size() * methods.size() > MAX_BARS
                ? CategorySeriesRenderStyle.Scatter
                : CategorySeriesRenderStyle.Bar);
    for (int i = 0; i < methods.size(); i++) {
      List<Double> values = values(metric, methods.get(0), methods.get(i));
      if (values.stream().anyMatch(value -> value != null)) {
        CategorySeries series = chart.addSeries(methods.get(i).name(), labels, values);
        series.setFillColor(Palette.colour(i));
        series.setMarkerColor(Palette.colour(i));
        series.setMarker(SeriesMarkers.CIRCLE);
      }
    }
    return new Picture(
        metric.label(),
        metric.label() + " of each video as a chart; the table of videos has the figures",
        width,
        height,
        svg(chart));
  }

  private static void style(CategoryStyler styler, boolean isSteep) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setLegendVisible(false);
    styler.setChartTitleVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setAxisTickLabelsFont(font);
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(GRID);
    styler.setYAxisDecimalPattern("0.0#");
    styler.setXAxisLabelRotation(isSteep ? 90 : 0);
    styler.setXAxisLabelAlignmentVertical(TextAlignment.Right);
    styler.setAvailableSpaceFill(0.75);
    styler.setOverlapped(false);
    styler.setMarkerSize(6);
  }

  /** A value for each video of the first method; null if the metric is undefined. */
  private static List<Double> values(Metric metric, Scores first, Scores method) {
    List<Double> values = new ArrayList<>();
    for (Scores.Video video : first.videos()) {
      values.add(method.video(video.name()).map(own -> own.means().get(metric)).orElse(null));
    }
    return values;
  }

  /** Names short enough for the axis, all distinct. */
  private static List<String> labels(List<String> names) {
    List<String> labels = names.stream().map(MetricChart::shorten).toList();
    if (new HashSet<>(labels).size() == labels.size()) {
      return labels;
    }
    List<String> numbered = new ArrayList<>();
    for (String label : labels) {
      numbered.add((numbered.size() + 1) + " " + label);
    }
    return numbered;
  }

  private static String shorten(String name) {
    return name.length() <= LONGEST_LABEL
        ? name
        : name.substring(0, LONGEST_LABEL / 2 - 1)
            + "…"
            + name.substring(name.length() - LONGEST_LABEL / 2);
  }

  private static String svg(CategoryChart chart) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text = LONG_FRACTION.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceAll("$1");
    return "data:image/svg+xml;base64,"
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
