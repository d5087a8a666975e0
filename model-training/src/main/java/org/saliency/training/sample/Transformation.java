package org.saliency.training.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.saliency.frame.ColourChange;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * Geometric and colour transformation of a sample to a network's input size, applied equally to
 * frame, map and fixations, which may differ in size.
 *
 * @param view crop and flip
 * @param colours colour change of the frame
 * @param size size of the result
 */
public record Transformation(Crop view, ColourChange colours, Size size) {

  Frame apply(Frame frame) {
    return colours.apply(Resize.antialiased(frame, view, size));
  }

  SaliencyMap apply(SaliencyMap map) {
    return Resize.antialiased(map, view, size);
  }

  /** Fixations within the crop, each at the pixel that contains its centre. */
  Fixations apply(Fixations fixations) {
    return view.apply(fixations, size);
  }

  /**
   * Readable description, for example {@code flip, crop 71x74%, colour 112 90 105%}: crop relative
   * to the frame, and factors of brightness, contrast and saturation. Empty for resizing only.
   */
  public String description() {
    List<String> parts = new ArrayList<>();
    if (view.isMirrored()) {
      parts.add("flip");
    }
    double width = Math.abs(view.right() - view.left());
    double height = view.bottom() - view.top();
    if (width < 1 || height < 1) {
      parts.add(String.format(Locale.ROOT, "crop %.0fx%.0f%%", 100 * width, 100 * height));
    }
    if (!colours.equals(ColourChange.NONE)) {
      parts.add(
          String.format(
              Locale.ROOT,
              "colour %.0f %.0f %.0f%%",
              100 * colours.brightness(),
              100 * colours.contrast(),
              100 * colours.saturation()));
    }
    return String.join(", ", parts);
  }
}
