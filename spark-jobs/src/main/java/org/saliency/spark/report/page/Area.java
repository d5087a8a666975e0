package org.saliency.spark.report.page;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saliency.frame.Size;
import org.saliency.map.SaliencyMap;

/**
 * An area of interest: a box in some frames of a video.
 *
 * @param video its video
 * @param name of the area
 * @param first index of its first frame
 * @param last index of its last frame
 * @param box in pixels of the frame
 */
public record Area(String video, String name, int first, int last, Box box) {

  /**
   * A box in pixels of a frame.
   *
   * @param size at least one pixel a side
   */
  public record Box(Size size, int left, int top) {

    private static final Pattern TEXT =
        Pattern.compile("([1-9]\\d{0,5}x[1-9]\\d{0,5})\\+(\\d{1,6})\\+(\\d{1,6})");

    /** Parses {@code WIDTHxHEIGHT+LEFT+TOP}; empty if the text is malformed. */
    public static Optional<Box> parse(String text) {
      Matcher parts = TEXT.matcher(text.strip());
      return parts.matches()
          ? Optional.of(
              new Box(
                  Size.parse(parts.group(1)),
                  Integer.parseInt(parts.group(2)),
                  Integer.parseInt(parts.group(3))))
          : Optional.empty();
    }

    /** Whether it lies in frames of a size. */
    public boolean isWithin(Size frame) {
      return left + size.width() <= frame.width() && top + size.height() <= frame.height();
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s+%d+%d", size, left, top);
    }
  }

  /**
   * The share of a map's sum that lies in the box, 0..1; pixels that it cuts count in part. NaN for
   * an all-zero map.
   *
   * @param frame size of the frame, of which the map may have another
   */
  public double shareOf(SaliencyMap map, Size frame) {
    double right = (double) map.size().width() / frame.width();
    double down = (double) map.size().height() / frame.height();
    double all = 0;
    double inside = 0;
    for (int row = 0, i = 0; row < map.size().height(); row++) {
      double ofRow = overlap(row, down * box.top(), down * (box.top() + box.size().height()));
      for (int column = 0; column < map.size().width(); column++, i++) {
        double value = map.values()[i];
        all += value;
        if (ofRow > 0) {
          inside +=
              value
                  * ofRow
                  * overlap(column, right * box.left(), right * (box.left() + box.size().width()));
        }
      }
    }
    return all > 0 ? inside / all : Double.NaN;
  }

  /** The part of a pixel between two places. */
  private static double overlap(int pixel, double from, double to) {
    return Math.max(0, Math.min(pixel + 1, to) - Math.max(pixel, from));
  }
}
