package org.saliency.training;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.saliency.drawing.HeatMap;
import org.saliency.drawing.PictureSheet;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.training.sample.AugmentedSample;

/**
 * Draws augmented samples: each frame overlaid with its map as a heat map and its fixations as
 * dots, to check visually that all three underwent the same transformation.
 */
final class AugmentedBatchPicture {

  private static final int COLUMNS = 4;
  private static final int MAX_SAMPLES = 16;
  private static final double DOT_RADIUS = 1.8;

  private AugmentedBatchPicture() {}

  /** Writes a PNG of the first samples, at most {@value #MAX_SAMPLES}. */
  static void write(List<AugmentedSample> samples, Path file) {
    PictureSheet sheet = new PictureSheet("first batch, after augmentation");
    List<PictureSheet.Tile> tiles =
        samples.stream().limit(MAX_SAMPLES).map(AugmentedBatchPicture::tile).toList();
    for (int i = 0; i < tiles.size(); i += COLUMNS) {
      sheet.add(tiles.subList(i, Math.min(tiles.size(), i + COLUMNS)));
    }
    sheet.write(file);
  }

  private static PictureSheet.Tile tile(AugmentedSample sample) {
    Size size = PictureSheet.fit(sample.frame().size());
    Frame heat = HeatMap.of(Resize.antialiased(sample.map(), size));
    BufferedImage picture =
        PictureSheet.image(HeatMap.blend(heat, Resize.antialiased(sample.frame(), size)));
    sample.fixations().ifPresent(fixations -> drawDots(Crop.WHOLE.apply(fixations, size), picture));
    String change = sample.transformation().description();
    return new PictureSheet.Tile(
        List.of(sample.path(), change.isEmpty() ? "unchanged" : change), picture);
  }

  private static void drawDots(Fixations fixations, BufferedImage picture) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setStroke(new BasicStroke(1));
    for (int i = 0; i < fixations.count(); i++) {
      Ellipse2D dot =
          new Ellipse2D.Double(
              fixations.columns()[i] + 0.5 - DOT_RADIUS,
              fixations.rows()[i] + 0.5 - DOT_RADIUS,
              2 * DOT_RADIUS,
              2 * DOT_RADIUS);
      graphics.setColor(Color.WHITE);
      graphics.fill(dot);
      graphics.setColor(Color.BLACK);
      graphics.draw(dot);
    }
    graphics.dispose();
  }
}
