package org.saliency.drawing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saliency.frame.Frame;

/**
 * A font of 5x7 points for text in pictures, which needs no installed font and gives the same
 * pixels on every machine. Letters are drawn as capitals, unknown characters as an empty box. Text
 * outside the picture is cut off.
 */
final class BitmapFont {

  private static final int WIDTH = 5;
  private static final int HEIGHT = 7;

  /** Distance in points from one letter to the next, and from one line to the next. */
  private static final int ADVANCE = WIDTH + 1;

  private static final int LINE = HEIGHT + 3;

  /** Rows of glyphs, each row below the characters that it shows. */
  private static final String SHAPES =
      """
      0      1      2      3      4      5      6      7      8      9
      .###.  ..#..  .###.  .###.  ...#.  #####  ..##.  #####  .###.  .###.
      #...#  .##..  #...#  #...#  ..##.  #....  .#...  ....#  #...#  #...#
      #..##  ..#..  ....#  ....#  .#.#.  ####.  #....  ...#.  #...#  #...#
      #.#.#  ..#..  ...#.  ..##.  #..#.  ....#  ####.  ..#..  .###.  .####
      ##..#  ..#..  ..#..  ....#  #####  ....#  #...#  .#...  #...#  ....#
      #...#  ..#..  .#...  #...#  ...#.  #...#  #...#  .#...  #...#  ...#.
      .###.  .###.  #####  .###.  ...#.  .###.  .###.  .#...  .###.  .##..
      A      B      C      D      E      F      G      H      I      J
      .###.  ####.  .###.  ####.  #####  #####  .###.  #...#  .###.  ..###
      #...#  #...#  #...#  #...#  #....  #....  #...#  #...#  ..#..  ...#.
      #...#  #...#  #....  #...#  #....  #....  #....  #...#  ..#..  ...#.
      #####  ####.  #....  #...#  ####.  ####.  #.###  #####  ..#..  ...#.
      #...#  #...#  #....  #...#  #....  #....  #...#  #...#  ..#..  ...#.
      #...#  #...#  #...#  #...#  #....  #....  #...#  #...#  ..#..  #..#.
      #...#  ####.  .###.  ####.  #####  #....  .###.  #...#  .###.  .##..
      K      L      M      N      O      P      Q      R      S      T
      #...#  #....  #...#  #...#  .###.  ####.  .###.  ####.  .####  #####
      #..#.  #....  ##.##  ##..#  #...#  #...#  #...#  #...#  #....  ..#..
      #.#..  #....  #.#.#  ##..#  #...#  #...#  #...#  #...#  #....  ..#..
      ##...  #....  #.#.#  #.#.#  #...#  ####.  #...#  ####.  .###.  ..#..
      #.#..  #....  #...#  #..##  #...#  #....  #.#.#  #.#..  ....#  ..#..
      #..#.  #....  #...#  #..##  #...#  #....  #..#.  #..#.  ....#  ..#..
      #...#  #####  #...#  #...#  .###.  #....  .##.#  #...#  ####.  ..#..
      U      V      W      X      Y      Z      .      ,      -      +
      #...#  #...#  #...#  #...#  #...#  #####  .....  .....  .....  .....
      #...#  #...#  #...#  #...#  #...#  ....#  .....  .....  .....  ..#..
      #...#  #...#  #...#  .#.#.  .#.#.  ...#.  .....  .....  .....  ..#..
      #...#  #...#  #.#.#  ..#..  ..#..  ..#..  .....  .....  .###.  #####
      #...#  .#.#.  #.#.#  .#.#.  ..#..  .#...  .....  .##..  .....  ..#..
      #...#  .#.#.  #.#.#  #...#  ..#..  #....  .##..  ..#..  .....  ..#..
      .###.  ..#..  .#.#.  #...#  ..#..  #####  .##..  .#...  .....  .....
      :      /      %      #      =      (      )      _
      .....  ....#  ##..#  .#.#.  .....  ...#.  .#...  .....  .....
      .##..  ....#  ##..#  .#.#.  .....  ..#..  ..#..  .....  .....
      .##..  ...#.  ...#.  #####  #####  .#...  ...#.  .....  .....
      .....  ..#..  ..#..  .#.#.  .....  .#...  ...#.  .....  .....
      .##..  .#...  .#...  #####  #####  .#...  ...#.  .....  .....
      .##..  #....  #..##  .#.#.  .....  ..#..  ..#..  .....  .....
      .....  #....  #..##  .#.#.  .....  ...#.  .#...  #####  .....
      """;

  private static final int COLUMN = WIDTH + 2;
  private static final boolean[] MISSING =
      points(List.of("#####", "#...#", "#...#", "#...#", "#...#", "#...#", "#####"), 0);
  private static final Map<Character, boolean[]> LETTERS = letters();

  private static final int WHITE = 0xffffff;

  private final byte[] rgb;
  private final int width;
  private final int height;
  private final int scale;

  /**
   * A font for one picture.
   *
   * @param picture is drawn into
   * @param scale pixels per point, at least 1
   */
  BitmapFont(Frame picture, int scale) {
    this.rgb = picture.rgb();
    this.width = picture.size().width();
    this.height = picture.size().height();
    this.scale = scale;
  }

  private static Map<Character, boolean[]> letters() {
    List<String> lines = SHAPES.lines().toList();
    Map<Character, boolean[]> letters = new HashMap<>();
    for (int band = 0; band < lines.size(); band += 1 + HEIGHT) {
      String names = lines.get(band);
      for (int column = 0; column < names.length(); column += COLUMN) {
        letters.put(
            names.charAt(column), points(lines.subList(band + 1, band + 1 + HEIGHT), column));
      }
    }
    letters.put(' ', new boolean[WIDTH * HEIGHT]);
    return letters;
  }

  private static boolean[] points(List<String> rows, int column) {
    boolean[] points = new boolean[WIDTH * HEIGHT];
    for (int i = 0; i < points.length; i++) {
      points[i] = rows.get(i / WIDTH).charAt(column + i % WIDTH) == '#';
    }
    return points;
  }

  /** Height of a letter in pixels. */
  int height() {
    return scale * HEIGHT;
  }

  /** Distance in pixels from one letter to the next. */
  int advance() {
    return scale * ADVANCE;
  }

  /** Writes lines in white on a darkened background in the upper left corner. */
  void writeCaption(List<String> lines) {
    int longest = lines.stream().mapToInt(String::length).max().orElse(0);
    if (longest == 0) {
      return;
    }
    darken(scale * (ADVANCE * longest + 3), scale * (LINE * lines.size() + 1));
    for (int line = 0; line < lines.size(); line++) {
      write(lines.get(line), scale * 2, scale * (2 + LINE * line), WHITE);
    }
  }

  /**
   * Writes one line.
   *
   * @param left first column in pixels
   * @param top first row in pixels
   * @param colour {@code 0xrrggbb}
   */
  void write(String line, int left, int top, int colour) {
    String text = line.toUpperCase(Locale.ROOT);
    for (int i = 0; i < text.length(); i++) {
      boolean[] points = LETTERS.getOrDefault(text.charAt(i), MISSING);
      draw(points, left + scale * ADVANCE * i, top, colour);
    }
  }

  private void darken(int columns, int rows) {
    for (int row = 0; row < Math.min(rows, height); row++) {
      int from = 3 * row * width;
      for (int i = from; i < from + 3 * Math.min(columns, width); i++) {
        rgb[i] = (byte) ((rgb[i] & 0xff) / 4);
      }
    }
  }

  private void draw(boolean[] points, int left, int top, int colour) {
    for (int row = 0; row < scale * HEIGHT; row++) {
      for (int column = 0; column < scale * WIDTH; column++) {
        if (points[row / scale * WIDTH + column / scale]) {
          paint(left + column, top + row, colour);
        }
      }
    }
  }

  private void paint(int column, int row, int colour) {
    if (column < width && row < height) {
      int at = 3 * (row * width + column);
      rgb[at] = (byte) (colour >> 16);
      rgb[at + 1] = (byte) (colour >> 8);
      rgb[at + 2] = (byte) colour;
    }
  }
}
