package org.saliency.frame;

/**
 * The EXIF orientation of a picture: how its stored pixels are mirrored and turned for display.
 *
 * @param isSideways whether rows become columns
 * @param fromRight whether displayed rows (columns if sideways) read stored rows from right to left
 * @param fromBottom whether displayed columns (rows if sideways) read stored columns upwards
 */
public record PictureTurn(boolean isSideways, boolean fromRight, boolean fromBottom) {

  /** Displayed as stored. */
  public static final PictureTurn NONE = new PictureTurn(false, false, false);

  /** The turn of an EXIF orientation; {@link #NONE} for a value other than 1 to 8. */
  static PictureTurn ofExif(int orientation) {
    return switch (orientation) {
      case 2 -> new PictureTurn(false, true, false);
      case 3 -> new PictureTurn(false, true, true);
      case 4 -> new PictureTurn(false, false, true);
      case 5 -> new PictureTurn(true, false, false);
      case 6 -> new PictureTurn(true, false, true);
      case 7 -> new PictureTurn(true, true, true);
      case 8 -> new PictureTurn(true, true, false);
      default -> NONE;
    };
  }

  /** The displayed size of a picture of a stored size. */
  public Size shown(Size stored) {
    return isSideways ? new Size(stored.height(), stored.width()) : stored;
  }

  /** The displayed picture of a stored picture. */
  public Frame apply(Frame stored) {
    if (equals(NONE)) {
      return stored;
    }
    byte[] from = stored.rgb();
    byte[] to = new byte[from.length];
    int[] places = places(stored.size());
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(from, 3 * places[i], to, 3 * i, 3);
    }
    return new Frame(shown(stored.size()), to);
  }

  /** The displayed values of a picture with one value per pixel. */
  public int[] apply(int[] stored, Size size) {
    if (equals(NONE)) {
      return stored;
    }
    int[] shown = places(size);
    for (int i = 0; i < shown.length; i++) {
      shown[i] = stored[shown[i]];
    }
    return shown;
  }

  /** The displayed values of a picture with one byte per pixel. */
  public byte[] apply(byte[] stored, Size size) {
    if (equals(NONE)) {
      return stored;
    }
    int[] places = places(size);
    byte[] shown = new byte[places.length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = stored[places[i]];
    }
    return shown;
  }

  /** Position of each displayed pixel in the stored picture. */
  private int[] places(Size stored) {
    int width = stored.width();
    int height = stored.height();
    int start = (fromRight ? width - 1 : 0) + (fromBottom ? (height - 1) * width : 0);
    int across = fromRight ? -1 : 1;
    int down = fromBottom ? -width : width;
    Size shown = shown(stored);
    int[] places = new int[stored.pixels()];
    for (int y = 0, i = 0; y < shown.height(); y++) {
      int place = start + y * (isSideways ? across : down);
      for (int x = 0; x < shown.width(); x++, i++) {
        places[i] = place;
        place += isSideways ? down : across;
      }
    }
    return places;
  }
}
