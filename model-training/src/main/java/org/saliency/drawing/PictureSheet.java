package org.saliency.drawing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Rows of labelled pictures under a title, written as one PNG file. */
public final class PictureSheet {

  /** Size in pixels that the pictures fit into. */
  private static final Size TILE = new Size(240, 240);

  private static final int GAP = 8;
  private static final int LINE = 17;
  private static final int LABEL_SCALE = 1;
  private static final int TITLE_SCALE = 2;
  private static final int BLACK = 0;

  private final String title;
  private final List<List<Tile>> rows = new ArrayList<>();

  public PictureSheet(String title) {
    this.title = title;
  }

  /**
   * A picture on the sheet.
   *
   * @param label lines above the picture, the same number for all tiles of a row; the start of a
   *     line that does not fit is cut off
   * @param picture of a size from {@link #fit}
   */
  public record Tile(List<String> label, Frame picture) {

    public static Tile of(String label, Frame picture) {
      return new Tile(List.of(label), picture);
    }
  }

  /** The largest size with the same aspect ratio that fits a tile. */
  public static Size fit(Size size) {
    return size.fitInto(TILE);
  }

  /** Adds a row below the others. */
  public void add(List<Tile> row) {
    rows.add(List.copyOf(row));
  }

  /**
   * Writes the sheet as a PNG file and creates missing folders.
   *
   * @throws UserException when the file cannot be written
   */
  public void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      // Given the file, ImageIO would print the stack trace of an error.
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(FrameImage.of(draw()), "png", png);
      Files.write(file, png.toByteArray());
    } catch (IOException e) {
      throw UserException.usage(
          "picture %s cannot be written (%s): check the folder's permissions and the free space",
          file, e);
    }
  }

  private Frame draw() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(1);
    int height = GAP + LINE + GAP + rows.stream().mapToInt(row -> height(row) + GAP).sum();
    Size size = new Size(GAP + columns * (TILE.width() + GAP), height);
    byte[] rgb = new byte[3 * size.pixels()];
    Arrays.fill(rgb, (byte) 0xff);
    Frame sheet = new Frame(size, rgb);
    new BitmapFont(sheet, TITLE_SCALE).write(title, GAP, GAP, BLACK);
    int top = GAP + LINE + GAP;
    for (List<Tile> row : rows) {
      draw(row, top, sheet);
      top += height(row) + GAP;
    }
    return sheet;
  }

  private static int height(List<Tile> row) {
    return labelHeight(row)
        + row.stream().mapToInt(tile -> tile.picture.size().height()).max().orElse(0);
  }

  private static int labelHeight(List<Tile> row) {
    return LINE * row.get(0).label.size();
  }

  private static void draw(List<Tile> row, int top, Frame sheet) {
    BitmapFont font = new BitmapFont(sheet, LABEL_SCALE);
    int left = GAP;
    for (Tile tile : row) {
      int line = top + (LINE - font.height()) / 2;
      for (String text : tile.label) {
        font.write(cut(text, TILE.width() / font.advance()), left, line, BLACK);
        line += LINE;
      }
      copy(tile.picture, sheet, left, top + labelHeight(row));
      left += TILE.width() + GAP;
    }
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : ".." + text.substring(text.length() - length + 2);
  }

  private static void copy(Frame picture, Frame sheet, int left, int top) {
    int length = 3 * picture.size().width();
    for (int y = 0; y < picture.size().height(); y++) {
      int to = 3 * ((top + y) * sheet.size().width() + left);
      System.arraycopy(picture.rgb(), y * length, sheet.rgb(), to, length);
    }
  }
}
