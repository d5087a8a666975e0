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
 * Draws what augmentation makes of a batch: each frame with its map as a heat map over it and its
 * fixations as dots, which shows whether they stay together.
 */
final class AugmentedBatchPicture {

  private static final int COLUMNS = 4;
  private static final int MOST = 16;

  private AugmentedBatchPicture() {}

  /** Writes a picture of the first samples, {@value #MOST} at most. */
  static void write(List<AugmentedSample> samples, Path file) {
    PictureSheet sheet = new PictureSheet("first batch, after augmentation");
    List<PictureSheet.Tile> tiles =
        samples.stream().limit(MOST).map(AugmentedBatchPicture::tile).toList();
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
