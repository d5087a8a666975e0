package org.saliency.drawing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a few words into a picture in letters of 5x7 points, so that no fonts need be installed.
 * Small letters are written as capitals; a character without a shape becomes a frame.
 */
final class BitmapFont {

  private static final int WIDTH = 5;
  private static final int HEIGHT = 7;

  /** From one letter to the next, and from one line to the next, in points. */
  private static final int ADVANCE = WIDTH + 1;

  private static final int LINE = HEIGHT + 3;

  /** Rows of letters, each under its name. */
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

  private final byte[] rgb;
  private final int width;
  private final int height;
  private final int scale;

  /**
   * BitmapFont for a picture.
   *
   * @param rgb its red, green and blue, which are written to
   * @param width its columns
   * @param scale pixels of a point, at least 1
   */
  BitmapFont(byte[] rgb, int width, int scale) {
    this.rgb = rgb;
    this.width = width;
    this.height = rgb.length / 3 / width;
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

  /**
   * Writes lines in white on a darkened ground in the upper left corner; what is outside is cut.
   */
  void write(List<String> lines) {
    int longest = lines.stream().mapToInt(String::length).max().orElse(0);
    if (longest == 0) {
      return;
    }
    darken(scale * (ADVANCE * longest + 3), scale * (LINE * lines.size() + 1));
    for (int line = 0; line < lines.size(); line++) {
      String text = lines.get(line).toUpperCase(Locale.ROOT);
      for (int i = 0; i < text.length(); i++) {
        boolean[] points = LETTERS.getOrDefault(text.charAt(i), MISSING);
        letter(points, scale * (2 + ADVANCE * i), scale * (2 + LINE * line));
      }
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

  private void letter(boolean[] points, int left, int top) {
    for (int row = 0; row < scale * HEIGHT; row++) {
      for (int column = 0; column < scale * WIDTH; column++) {
        if (points[row / scale * WIDTH + column / scale]) {
          paintWhite(left + column, top + row);
        }
      }
    }
  }

  private void paintWhite(int column, int row) {
    if (column < width && row < height) {
      int at = 3 * (row * width + column);
      rgb[at] = -1;
      rgb[at + 1] = -1;
      rgb[at + 2] = -1;
    }
  }
}
