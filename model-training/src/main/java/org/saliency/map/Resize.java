package org.saliency.map;

import java.util.Arrays;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/**
 * Changes the size of maps and frames. All ways are separable, weigh with half-pixel centres (the
 * centre of pixel i lies at i + 0.5), keep equal values equal, and give back the same object when
 * the size is already right.
 */
public final class Resize {

  private Resize() {}

  /**
   * Bilinear interpolation between the four nearest pixels, without antialiasing, up and down: what
   * maps are resized with. Equal to {@code torch.nn.functional.interpolate(mode="bilinear",
   * align_corners=False)}, also to OpenCV's {@code INTER_LINEAR} on floating-point maps.
   *
   * @return a map of {@code size}, between the lowest and the highest value of {@code map}
   */
  public static SaliencyMap bilinear(SaliencyMap map, Size size) {
    return map.size().equals(size)
        ? map
        : resize(
            map,
            size,
            AxisWeights.interpolating(map.size().height(), size.height()),
            AxisWeights.interpolating(map.size().width(), size.width()));
  }

  /** Takes the rows of a resized map. */
  @FunctionalInterface
  interface Rows {

    /**
     * Takes a row.
     *
     * @param row its number; the first comes first
     * @param values holds the next row after this call
     */
    void take(int row, double[] values);
  }

  /** The rows of what {@link #bilinear(SaliencyMap, Size)} gives, without the whole of it. */
  static void bilinear(SaliencyMap map, Size size, Rows rows) {
    double[] values = new double[size.width()];
    if (map.size().equals(size)) {
      for (int row = 0; row < size.height(); row++) {
        System.arraycopy(map.values(), row * values.length, values, 0, values.length);
        rows.take(row, values);
      }
      return;
    }
    AxisWeights vertical = AxisWeights.interpolating(map.size().height(), size.height());
    AxisWeights horizontal = AxisWeights.interpolating(map.size().width(), size.width());
    double[] mixed = new double[map.size().width()];
    for (int row = 0; row < size.height(); row++) {
      vertical.mixRows(row, map.values(), mixed.length, 0, mixed);
      horizontal.mixColumns(mixed, values, 0);
      rows.take(row, values);
    }
  }

  /** What {@link #bilinear(SaliencyMap, Size)} gives for another size, in steps of 8 bits. */
  static void bilinearSteps(SaliencyMap map, Size size, byte[] steps) {
    AxisWeights vertical = AxisWeights.interpolating(map.size().height(), size.height());
    AxisWeights horizontal = AxisWeights.interpolating(map.size().width(), size.width());
    double[] mixed = new double[map.size().width()];
    for (int row = 0; row < size.height(); row++) {
      vertical.mixRows(row, map.values(), mixed.length, 0, mixed);
      horizontal.interpolateSteps(mixed, row, steps);
    }
  }

  /**
   * Bilinear with antialiasing: when shrinking, each output is a mean of all the pixels under a
   * triangle as wide as the factor asks for. Equal to {@code
   * torch.nn.functional.interpolate(mode="bilinear", antialias=True)}.
   *
   * @return a map of {@code size}
   */
  public static SaliencyMap antialiased(SaliencyMap map, Size size) {
    return antialiased(map, Crop.WHOLE, size);
  }

  /**
   * What a view shows of a map, in one pass. The filter reaches over the borders of the view, as
   * Pillow's {@code resize(box=...)} does.
   *
   * @return a map of {@code size}
   */
  public static SaliencyMap antialiased(SaliencyMap map, Crop view, Size size) {
    return isUnchanged(map.size(), view, size)
        ? map
        : resize(map, size, view.rows(map.size(), size), view.columns(map.size(), size));
  }

  /**
   * Bilinear with antialiasing for a frame. Equal to torch's antialiased bilinear interpolation of
   * the frame as floating-point numbers, rounded half up at the end; Pillow's {@code BILINEAR}
   * rounds between the axes, too, and may differ by one step of 255.
   *
   * @return a frame of {@code size}
   */
  public static Frame antialiased(Frame frame, Size size) {
    return antialiased(frame, Crop.WHOLE, size);
  }

  /**
   * What a view shows of a frame, in one pass.
   *
   * @return a frame of {@code size}
   */
  public static Frame antialiased(Frame frame, Crop view, Size size) {
    if (isUnchanged(frame.size(), view, size)) {
      return frame;
    }
    AxisWeights rows = view.rows(frame.size(), size);
    AxisWeights columns = view.columns(frame.size(), size);
    AxisWeights within = columns.fromBegin();
    byte[] result = new byte[3 * size.pixels()];
    float[] mixed = new float[3 * (columns.end() - columns.begin())];
    PixelRows source = new PixelRows(frame, columns.begin(), mixed.length, rows.longest());
    for (int row = 0; row < size.height(); row++) {
      rows.mixRows(row, source::get, mixed);
      within.mixColumns(mixed, result, row * 3 * size.width());
    }
    return new Frame(size, result);
  }

  /**
   * Parts of a frame's rows as numbers, which the processor multiplies many at a time. Those that
   * were asked for last are kept, since neighbouring rows of the result share them.
   */
  private static final class PixelRows {

    private final Frame frame;
    private final int begin;
    private final float[][] kept;
    private final int[] keptRows;

    /**
     * Rows from a column on.
     *
     * @param length of each part, in channels
     * @param count rows that are kept
     */
    PixelRows(Frame frame, int column, int length, int count) {
      this.frame = frame;
      this.begin = 3 * column;
      this.kept = new float[count][length];
      this.keptRows = new int[count];
      Arrays.fill(keptRows, -1);
    }

    float[] get(int row) {
      int place = row % kept.length;
      float[] numbers = kept[place];
      if (keptRows[place] != row) {
        keptRows[place] = row;
        int start = row * 3 * frame.size().width() + begin;
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = frame.rgb()[start + i] & 0xff;
        }
      }
      return numbers;
    }
  }

  private static boolean isUnchanged(Size from, Crop view, Size to) {
    return from.equals(to) && view.equals(Crop.WHOLE);
  }

  private static SaliencyMap resize(
      SaliencyMap map, Size size, AxisWeights rows, AxisWeights columns) {
    AxisWeights within = columns.fromBegin();
    double[] result = new double[size.pixels()];
    double[] mixed = new double[columns.end() - columns.begin()];
    for (int row = 0; row < size.height(); row++) {
      rows.mixRows(row, map.values(), map.size().width(), columns.begin(), mixed);
      within.mixColumns(mixed, result, row * size.width());
    }
    return new SaliencyMap(size, result);
  }
}
