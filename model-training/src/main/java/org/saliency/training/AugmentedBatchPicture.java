package org.saliency.training;

import java.nio.file.Path;
import java.util.List;
import org.saliency.drawing.FixationDots;
import org.saliency.drawing.HeatMap;
import org.saliency.drawing.PictureSheet;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.training.sample.AugmentedSample;

/**
 * Draws augmented samples: each frame overlaid with its map as a heat map and its fixations as
 * dots, to check visually that all three underwent the same transformation.
 */
final class AugmentedBatchPicture {

  private static final int COLUMNS = 4;
  private static final int MAX_SAMPLES = 16;

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
    Frame picture = HeatMap.blend(heat, Resize.antialiased(sample.frame(), size));
    sample.fixations().ifPresent(fixations -> FixationDots.draw(picture, fixations));
    String change = sample.transformation().description();
    return new PictureSheet.Tile(
        List.of(sample.path(), change.isEmpty() ? "unchanged" : change), picture);
  }
}
