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
 * Brings frame, map and fixations of a sample to a network's size, all in the same way. They may
 * differ in size before.
 *
 * @param view what is shown of them
 * @param colours how the frame's colours change
 * @param size what comes out
 */
public record Transformation(Crop view, ColourChange colours, Size size) {

  Frame apply(Frame frame) {
    return colours.apply(Resize.antialiased(frame, view, size));
  }

  SaliencyMap apply(SaliencyMap map) {
    return Resize.antialiased(map, view, size);
  }

  /** Those that are still seen, each at the pixel that its centre falls on. */
  Fixations apply(Fixations fixations) {
    return view.apply(fixations, size);
  }

  /**
   * For people, as in {@code flip, crop 71x74%, colour 112 90 105%}: shares of the sides, and
   * factors of brightness, contrast and saturation. Empty when nothing changes but the size.
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
