package org.saliency.spark.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.saliency.drawing.FixationDots;
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

  /**
   * The pictures.
   *
   * @param frame name of the frame for alternative texts
   */
  public List<Picture> draw(String frame) {
    List<Picture> pictures = new ArrayList<>();
    Size own = ownSize();
    boolean fits = own.width() <= BOX.width() && own.height() <= BOX.height();
    Size size = fits ? own : own.fitInto(BOX);
    Optional<Frame> small = source.map(image -> Resize.antialiased(image, size));
    small.ifPresent(image -> pictures.add(Picture.of("Frame", "Source frame, " + frame, image)));
    if (truth.isPresent() || fixations.isPresent()) {
      Frame picture = overlay(small, truth, size);
      fixations.ifPresent(points -> FixationDots.draw(picture, points));
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

  private static Frame overlay(Optional<Frame> frame, Optional<SaliencyMap> map, Size size) {
    Optional<Frame> heat = map.map(values -> HeatMap.of(Resize.antialiased(values, size)));
    return heat.flatMap(values -> frame.map(under -> HeatMap.blend(values, under)))
        .or(() -> heat)
        .or(() -> frame)
        .orElseGet(() -> new Frame(size, new byte[3 * size.pixels()]));
  }
}
