package org.saliency.map;

import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/**
 * Resizes maps and frames. All methods are separable, use half-pixel centres (the centre of pixel i
 * is at i + 0.5), keep equal values equal, and return the same object if nothing changes.
 */
public final class Resize {

  private Resize() {}

  /**
   * Bilinear interpolation between the four nearest pixels, without antialiasing. Equal to {@code
   * torch.nn.functional.interpolate(mode="bilinear", align_corners=False)} and to OpenCV's {@code
   * INTER_LINEAR} on floating-point maps.
   *
   * @return a map of {@code size}, within the range of {@code map}
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

  /** Receives the rows of a resized map in order. */
  @FunctionalInterface
  interface Rows {

    /**
     * Receives a row.
     *
     * @param values overwritten after this call
     */
    void take(int row, double[] values);
  }

  /** As {@link #bilinear(SaliencyMap, Size)}, row by row. */
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

  /** As {@link #bilinear(SaliencyMap, Size)} for another size, quantised to 8 bits. */
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
   * Bicubic interpolation with antialiasing when shrinking. Equal to MATLAB's {@code imresize} on
   * floating-point maps.
   *
   * @return a map of {@code size}, which may exceed the range of {@code map}, also below 0
   */
  public static SaliencyMap cubic(SaliencyMap map, Size size) {
    return map.size().equals(size)
        ? map
        : resize(
            map,
            size,
            AxisWeights.cubic(map.size().height(), size.height()),
            AxisWeights.cubic(map.size().width(), size.width()));
  }

  /**
   * Bilinear interpolation with antialiasing: when shrinking, the support of the triangle filter
   * grows with the factor. Equal to {@code torch.nn.functional.interpolate(mode="bilinear",
   * antialias=True)}.
   */
  public static SaliencyMap antialiased(SaliencyMap map, Size size) {
    return antialiased(map, Crop.WHOLE, size);
  }

  /** As {@link #antialiased(SaliencyMap, Size)}, without holding the whole map. */
  public static SaliencyMap antialiased(MapRows map, Size size) {
    Size own = map.size();
    double[] result = new double[size.pixels()];
    if (own.equals(size)) {
      for (int row = 0; row < size.height(); row++) {
        map.read(row, result, row * size.width());
      }
      return new SaliencyMap(size, result);
    }
    AxisWeights rows = Crop.WHOLE.rows(own, size);
    AxisWeights columns = Crop.WHOLE.columns(own, size);
    double[] mixed = new double[own.width()];
    KeptRows<double[]> source =
        new KeptRows<>(
            rows.longest(),
            () -> new double[mixed.length],
            (row, values) -> map.read(row, values, 0));
    for (int row = 0; row < size.height(); row++) {
      rows.mixRows(row, source, mixed);
      columns.mixColumns(mixed, result, row * size.width());
    }
    return new SaliencyMap(size, result);
  }

  /**
   * Crops and resizes a map in one pass. The filter extends beyond the crop, as in Pillow's {@code
   * resize(box=...)}.
   */
  public static SaliencyMap antialiased(SaliencyMap map, Crop crop, Size size) {
    return isUnchanged(map.size(), crop, size)
        ? map
        : resize(map, size, crop.rows(map.size(), size), crop.columns(map.size(), size));
  }

  /**
   * Bilinear interpolation with antialiasing for a frame. Equal to torch's on floating-point
   * frames, rounded half up at the end; Pillow's {@code BILINEAR} also rounds between the axes and
   * may differ by one step of 255.
   */
  public static Frame antialiased(Frame frame, Size size) {
    return antialiased(frame, Crop.WHOLE, size);
  }

  /** Crops and resizes a frame in one pass. */
  public static Frame antialiased(Frame frame, Crop crop, Size size) {
    if (isUnchanged(frame.size(), crop, size)) {
      return frame;
    }
    AxisWeights rows = crop.rows(frame.size(), size);
    AxisWeights columns = crop.columns(frame.size(), size);
    AxisWeights within = columns.fromBegin();
    byte[] result = new byte[3 * size.pixels()];
    float[] mixed = new float[3 * (columns.end() - columns.begin())];
    int begin = 3 * columns.begin();
    KeptRows<float[]> source =
        new KeptRows<>(
            rows.longest(),
            () -> new float[mixed.length],
            (row, values) -> samples(frame, row, begin, values));
    for (int row = 0; row < size.height(); row++) {
      rows.mixRows(row, source, mixed);
      within.mixColumns(mixed, result, row * 3 * size.width());
    }
    return new Frame(size, result);
  }

  /** Samples of a row as floats, for vectorised arithmetic. */
  private static void samples(Frame frame, int row, int begin, float[] values) {
    int start = row * 3 * frame.size().width() + begin;
    for (int i = 0; i < values.length; i++) {
      values[i] = frame.rgb()[start + i] & 0xff;
    }
  }

  private static boolean isUnchanged(Size from, Crop crop, Size to) {
    return from.equals(to) && crop.equals(Crop.WHOLE);
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
