package org.saliency.drawing;

import java.util.List;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Crop;
import org.saliency.map.Fixations;
import org.saliency.map.Resize;
import org.saliency.map.SaliencyMap;
import org.saliency.settings.Settings;

/**
 * A picture for judging how well a map fits its frame: the heat map with the frame, fixations as
 * dots, and a caption in the upper left corner. The same input gives the same pixels on every
 * machine.
 */
public enum Overlay {
  /** The heat map at half opacity over the frame. */
  OVER {
    @Override
    public Size size(Size frame) {
      return frame;
    }

    @Override
    Frame compose(Frame frame, Frame heat) {
      return HeatMap.blend(heat, frame);
    }
  },

  /** The frame on the left, the heat map on the right. */
  BESIDE {
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

  /** Height of the largest picture whose caption has one pixel per point of the font. */
  private static final int HEIGHT_PER_POINT = 160;

  /**
   * Parses an overlay's name, {@code over} or {@code beside}.
   *
   * @throws UserException when no overlay has this name
   */
  public static Overlay named(String name) {
    return Settings.parse(Overlay.class, "overlay", name);
  }

  /** The name in settings and options. */
  public String option() {
    return Settings.kebab(this);
  }

  /** Size of the overlay of a frame. */
  public abstract Size size(Size frame);

  abstract Frame compose(Frame frame, Frame heat);

  /**
   * Draws an overlay.
   *
   * @param map of any size; its highest value gets the brightest colour
   * @param fixations at any size; empty when unknown
   * @param caption lines such as {@code frame 12} and {@code NSS 2.41}, drawn as capitals; of the
   *     punctuation marks {@code . , - + : / % # = ( ) _} are available
   */
  public Frame draw(
      Frame frame, SaliencyMap map, Optional<Fixations> fixations, List<String> caption) {
    Size size = frame.size();
    Frame picture = compose(frame, HeatMap.of(Resize.bilinear(map, size)));
    if (fixations.isPresent()) {
      Fixations scaled = Crop.WHOLE.apply(fixations.get(), size);
      for (int left = 0; left < picture.size().width(); left += size.width()) {
        FixationDots.draw(picture, scaled, left);
      }
    }
    int scale = Math.max(1, size.height() / HEIGHT_PER_POINT);
    new BitmapFont(picture, scale).writeCaption(caption);
    return picture;
  }
}
