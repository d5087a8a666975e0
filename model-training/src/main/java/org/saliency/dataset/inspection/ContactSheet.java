package org.saliency.dataset.inspection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.saliency.drawing.FixationDots;
import org.saliency.drawing.Overlay;
import org.saliency.drawing.PictureSheet;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Resize;

/** Frames of the first videos with their ground truth, up to four of each. */
public final class ContactSheet {

  private static final int COLUMNS = 4;
  private static final int MAX_TILES = 8 * COLUMNS;

  private final String title;
  private final List<PictureSheet.Tile> tiles = new ArrayList<>();

  public ContactSheet(String title) {
    this.title = title;
  }

  /** Adds the first frames of a video, if there is room for them. */
  void add(String video, List<SampledFrame> frames) {
    frames.stream()
        .limit(Math.min(COLUMNS, MAX_TILES - tiles.size()))
        .map(frame -> tile(video, frame))
        .forEach(tiles::add);
  }

  private static PictureSheet.Tile tile(String video, SampledFrame sample) {
    Size size = PictureSheet.fit(sample.frame().size());
    Frame frame = Resize.antialiased(sample.frame(), size);
    Frame picture =
        sample
            .map()
            .map(map -> Overlay.OVER.draw(frame, map, sample.fixations(), List.of()))
            .orElse(frame);
    if (sample.map().isEmpty() && sample.fixations().isPresent()) {
      FixationDots.draw(picture, sample.fixations().get());
    }
    return PictureSheet.Tile.of(video + " " + sample.name(), picture);
  }

  /** Writes the sheet as a PNG file. */
  public void write(Path file) {
    PictureSheet sheet = new PictureSheet(title);
    for (int i = 0; i < tiles.size(); i += COLUMNS) {
      sheet.add(tiles.subList(i, Math.min(tiles.size(), i + COLUMNS)));
    }
    sheet.write(file);
  }
}
