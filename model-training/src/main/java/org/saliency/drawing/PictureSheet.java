package org.saliency.drawing;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Rows of pictures with lines of text above each, under a title; for people to look at. */
public final class PictureSheet {

  /** Width in pixels that pictures are given to fit into; their height is at most the same. */
  static final int TILE = 240;

  private static final int GAP = 8;
  private static final int LINE = 17;
  private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 15);

  private final String title;
  private final List<List<Tile>> rows = new ArrayList<>();

  public PictureSheet(String title) {
    this.title = title;
  }

  /**
   * A picture on the sheet.
   *
   * @param label what stands above it, line by line, as many for each; where a line is too long its
   *     start is cut
   * @param picture at most {@link #TILE} pixels wide and high
   */
  public record Tile(List<String> label, BufferedImage picture) {

    public static Tile of(String label, Frame picture) {
      return new Tile(List.of(label), image(picture));
    }
  }

  /** The largest size of the same shape that fits a tile. */
  public static Size fit(Size own) {
    double scale = Math.min((double) TILE / own.width(), (double) TILE / own.height());
    return new Size(
        (int) Math.max(1, Math.round(own.width() * scale)),
        (int) Math.max(1, Math.round(own.height() * scale)));
  }

  public static BufferedImage image(Frame frame) {
    int width = frame.size().width();
    byte[] rgb = frame.rgb();
    BufferedImage image =
        new BufferedImage(width, frame.size().height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < frame.size().pixels(); i++) {
      int colour =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      image.setRGB(i % width, i / width, colour);
    }
    return image;
  }

  /** Adds a row below the others. */
  public void add(List<Tile> row) {
    rows.add(List.copyOf(row));
  }

  /**
   * Writes the sheet as a PNG; missing folders are made.
   *
   * @throws UserException when it cannot be written
   */
  public void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      ImageIO.write(draw(), "png", file.toFile());
    } catch (IOException e) {
      throw UserException.output(
          "picture %s cannot be written (%s): check the folder's rights and the free space",
          file, e);
    }
  }

  private BufferedImage draw() {
    Fonts.ensure();
    int columns = rows.stream().mapToInt(List::size).max().orElse(1);
    int height = GAP + LINE + GAP + rows.stream().mapToInt(row -> height(row) + GAP).sum();
    BufferedImage sheet =
        new BufferedImage(GAP + columns * (TILE + GAP), height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      graphics.setColor(Color.BLACK);
      graphics.setFont(HEADING);
      graphics.drawString(title, GAP, GAP + graphics.getFontMetrics().getAscent());
      graphics.setFont(TEXT);
      int top = GAP + LINE + GAP;
      for (List<Tile> row : rows) {
        draw(row, top, graphics);
        top += height(row) + GAP;
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }

  private static int height(List<Tile> row) {
    return labelHeight(row)
        + row.stream().mapToInt(tile -> tile.picture.getHeight()).max().orElse(0);
  }

  private static int labelHeight(List<Tile> row) {
    return LINE * row.get(0).label.size();
  }

  private static void draw(List<Tile> row, int top, Graphics2D graphics) {
    int left = GAP;
    for (Tile tile : row) {
      FontMetrics metrics = graphics.getFontMetrics();
      int line = top + metrics.getAscent();
      for (String text : tile.label) {
        graphics.drawString(fitting(text, metrics), left, line);
        line += LINE;
      }
      graphics.drawImage(tile.picture, left, top + labelHeight(row), null);
      left += TILE + GAP;
    }
  }

  private static String fitting(String text, FontMetrics metrics) {
    String shown = text;
    for (int cut = 1; metrics.stringWidth(shown) > TILE; cut++) {
      shown = "…" + text.substring(cut);
    }
    return shown;
  }
}
