package org.saliency.spark.report.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.drawing.HeatMap;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * Pictures of a frame, its truth and its predictions, all of one size: maps as heat maps over the
 * frame, fixations as dots on the truth.
 *
 * @param source the frame; if empty, heat maps are drawn on their own
 * @param truth the ground-truth map, if any
 * @param fixations of observers, if known
 * @param predictions maps by the method's name, in the order of the page
 */
public record FrameDrawing(
    Optional<Frame> source,
    Optional<SaliencyMap> truth,
    Optional<Fixations> fixations,
    Map<String, SaliencyMap> predictions) {

  /** Bounding box of pictures; a page of a hundred stays small. */
  private static final Size BOX = new Size(320, 240);

  private static final double DOT_RADIUS = 2.5;

  /**
   * The pictures.
   *
   * @param frame name of the frame for alternative texts
   */
  public List<Picture> draw(String frame) {
    List<Picture> pictures = new ArrayList<>();
    Size size = fit(ownSize());
    Optional<Frame> small = source.map(image -> Resize.antialiased(image, size));
    small.ifPresent(
        image -> pictures.add(Picture.of("Frame", "Source frame, " + frame, image(image))));
    if (truth.isPresent() || fixations.isPresent()) {
      BufferedImage picture = overlay(small, truth, size);
      fixations.ifPresent(points -> drawDots(picture, points));
      pictures.add(Picture.of("Ground truth", "Ground truth of " + frame, picture));
    }
    predictions.forEach(
        (method, map) ->
            pictures.add(
                Picture.of(
                    method,
                    "Saliency map by " + method + " of " + frame,
                    overlay(small, Optional.of(map), size))));
    return pictures;
  }

  private Size ownSize() {
    return source
        .map(Frame::size)
        .or(() -> truth.map(SaliencyMap::size))
        .or(() -> fixations.map(Fixations::size))
        .or(() -> predictions.values().stream().findFirst().map(SaliencyMap::size))
        .orElse(BOX);
  }

  private static Size fit(Size own) {
    double scale =
        Math.min(
            1, Math.min((double) BOX.width() / own.width(), (double) BOX.height() / own.height()));
    return new Size(
        Math.max(1, (int) Math.round(own.width() * scale)),
        Math.max(1, (int) Math.round(own.height() * scale)));
  }

  private static BufferedImage overlay(
      Optional<Frame> frame, Optional<SaliencyMap> map, Size size) {
    Optional<Frame> heat = map.map(values -> HeatMap.of(Resize.antialiased(values, size)));
    if (heat.isPresent() && frame.isPresent()) {
      return image(HeatMap.blend(heat.get(), frame.get()));
    }
    return image(
        heat.or(() -> frame).orElseGet(() -> new Frame(size, new byte[3 * size.pixels()])));
  }

  private static BufferedImage image(Frame frame) {
    Size size = frame.size();
    byte[] rgb = frame.rgb();
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < size.pixels(); pixel++) {
      int red = rgb[3 * pixel] & 0xff;
      int green = rgb[3 * pixel + 1] & 0xff;
      int blue = rgb[3 * pixel + 2] & 0xff;
      image.setRGB(pixel % size.width(), pixel / size.width(), red << 16 | green << 8 | blue);
    }
    return image;
  }

  private static void drawDots(BufferedImage picture, Fixations fixations) {
    double columnScale = (double) picture.getWidth() / fixations.size().width();
    double rowScale = (double) picture.getHeight() / fixations.size().height();
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setStroke(new BasicStroke(1));
    for (int i = 0; i < fixations.count(); i++) {
      double x = (fixations.columns()[i] + 0.5) * columnScale;
      double y = (fixations.rows()[i] + 0.5) * rowScale;
      Ellipse2D dot =
          new Ellipse2D.Double(x - DOT_RADIUS, y - DOT_RADIUS, 2 * DOT_RADIUS, 2 * DOT_RADIUS);
      graphics.setColor(Color.WHITE);
      graphics.fill(dot);
      graphics.setColor(Color.BLACK);
      graphics.draw(dot);
    }
    graphics.dispose();
  }
}
