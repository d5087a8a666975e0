package org.saliency.drawing;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;

/**
 * A picture for watching how well a map fits its frame: the map's heat with the frame, fixations as
 * dots, and a few words in the upper left corner. The same input gives the same picture everywhere:
 * no fonts are used.
 */
public enum Overlay {
  /** The heat at half strength over the frame. */
  OVER("over") {
    @Override
    public Size size(Size frame) {
      return frame;
    }

    @Override
    Frame compose(Frame frame, Frame heat) {
      return HeatMap.blend(heat, frame);
    }
  },

  /** The frame on the left, the heat on the right. */
  BESIDE("beside") {
    @Override
    public Size size(Size frame) {
      return new Size(2 * frame.width(), frame.height());
    }

    @Override
    Frame compose(Frame frame, Frame heat) {
      int row = 3 * frame.size().width();
      byte[] rgb = new byte[2 * frame.rgb().length];
      for (int y = 0; y < frame.size().height(); y++) {
        System.arraycopy(frame.rgb(), y * row, rgb, 2 * y * row, row);
        System.arraycopy(heat.rgb(), y * row, rgb, (2 * y + 1) * row, row);
      }
      return new Frame(size(frame.size()), rgb);
    }
  };

  /** A point of a letter is a pixel in pictures of this height, and more in higher ones. */
  private static final int HEIGHT_OF_SMALL_LETTERS = 160;

  private static final int HEIGHT_OF_SMALL_DOTS = 120;
  private static final int SMALLEST_DOT = 2;
  private static final int DOT = 0x00e5ff; // no colour of the heat
  private static final int RIM = 0x000000;

  private final String option;

  Overlay(String option) {
    this.option = option;
  }

  /**
   * The overlay of a name, such as {@code over}.
   *
   * @throws UserException when there is none of this name
   */
  public static Overlay named(String name) {
    return Arrays.stream(values())
        .filter(overlay -> overlay.option.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                UserException.usage(
                    "there is no overlay '%s': choose from %s",
                    name,
                    Arrays.stream(values())
                        .map(overlay -> overlay.option)
                        .collect(Collectors.joining(", "))));
  }

  /** The name that users type. */
  public String option() {
    return option;
  }

  /** Size of the overlays of frames of a size. */
  public abstract Size size(Size frame);

  abstract Frame compose(Frame frame, Frame heat);

  /**
   * Draws an overlay.
   *
   * @param frame the frame
   * @param map its map, of any size; its highest value has the brightest colour
   * @param fixations where observers looked, at any size; none where that is not known
   * @param lines what to write, such as {@code frame 12} and {@code NSS 2.41}; letters come out as
   *     capitals, and of signs {@code . , - + : / % # = ( ) _} are known
   */
  public Frame draw(
      Frame frame, SaliencyMap map, Optional<Fixations> fixations, List<String> lines) {
    Size size = frame.size();
    Frame picture = compose(frame, HeatMap.of(Resize.bilinear(map, size)));
    if (fixations.isPresent()) {
      Fixations shown = Crop.WHOLE.apply(fixations.get(), size);
      for (int left = 0; left < picture.size().width(); left += size.width()) {
        dots(picture, shown, left);
      }
    }
    int scale = Math.max(1, size.height() / HEIGHT_OF_SMALL_LETTERS);
    new BitmapFont(picture.rgb(), picture.size().width(), scale).write(lines);
    return picture;
  }

  /** Draws dots with dark rims into the part of a picture that begins at a column. */
  private static void dots(Frame picture, Fixations fixations, int left) {
    int radius = Math.max(SMALLEST_DOT, fixations.size().height() / HEIGHT_OF_SMALL_DOTS);
    discs(picture, fixations, left, radius + 1, RIM);
    discs(picture, fixations, left, radius, DOT); // over all rims: no dot hides another
  }

  private static void discs(Frame picture, Fixations fixations, int left, int radius, int colour) {
    Size size = fixations.size();
    for (int i = 0; i < fixations.count(); i++) {
      int row = fixations.rows()[i];
      int column = fixations.columns()[i];
      for (int y = Math.max(0, row - radius); y <= Math.min(size.height() - 1, row + radius); y++) {
        int half = (int) Math.sqrt(radius * radius - (y - row) * (y - row));
        int last = Math.min(size.width() - 1, column + half);
        for (int x = Math.max(0, column - half); x <= last; x++) {
          paint(picture, y, left + x, colour);
        }
      }
    }
  }

  private static void paint(Frame picture, int row, int column, int colour) {
    int at = 3 * (row * picture.size().width() + column);
    picture.rgb()[at] = (byte) (colour >> 16);
    picture.rgb()[at + 1] = (byte) (colour >> 8);
    picture.rgb()[at + 2] = (byte) colour;
  }
}
