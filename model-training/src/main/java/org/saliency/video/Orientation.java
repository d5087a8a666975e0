package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.saliency.frame.Size;

/**
 * How the pictures of a stream are cut and turned before they are shown, as a chain of FFmpeg's
 * filters.
 *
 * @param filters the filters, in their order
 * @param isSideways whether width and height change places
 * @param crop pixels to cut off at the top, bottom, left and right
 */
record Orientation(List<String> filters, boolean isSideways, List<Integer> crop) {

  private static final int QUARTER = 90;
  private static final int TURN = 360;

  /**
   * What a stream's display matrix and cropping ask for.
   *
   * @param matrix nine numbers, row after row, the first two of a row in 1/65536; or none
   * @param crop pixels at the top, bottom, left and right; or none
   */
  static Orientation of(int[] matrix, int[] crop) {
    List<String> filters = new ArrayList<>();
    List<Integer> edges = List.of(0, 0, 0, 0);
    if (crop.length > 0) {
      edges = List.of(crop[0], crop[1], crop[2], crop[3]);
      filters.add(
          String.format(
              Locale.ROOT,
              "crop=iw-%d-%d:ih-%d-%d:%d:%d",
              crop[2],
              crop[3],
              crop[0],
              crop[1],
              crop[2],
              crop[0]));
    }
    boolean isSideways = false;
    if (matrix.length > 0) {
      double degrees = clockwise(matrix);
      long quarters = Math.round(degrees / QUARTER);
      isSideways = Math.abs(degrees - quarters * QUARTER) < 1 && quarters % 2 == 1;
      filters.addAll(turn(matrix, degrees, quarters));
    }
    return new Orientation(List.copyOf(filters), isSideways, edges);
  }

  private static List<String> turn(int[] matrix, double degrees, long quarters) {
    if (Math.abs(degrees - quarters * QUARTER) >= 1) {
      return List.of(String.format(Locale.ROOT, "rotate=%f*PI/180", degrees));
    }
    boolean isMirrored = matrix[3] > 0;
    return switch ((int) quarters % 4) {
      case 1 -> List.of(isMirrored ? "transpose=cclock_flip" : "transpose=clock");
      case 2 -> flips(matrix);
      case 3 -> List.of(matrix[3] < 0 ? "transpose=clock_flip" : "transpose=cclock");
      default -> matrix[4] < 0 ? List.of("vflip") : List.of();
    };
  }

  private static List<String> flips(int[] matrix) {
    List<String> flips = new ArrayList<>();
    if (matrix[0] < 0) {
      flips.add("hflip");
    }
    if (matrix[4] < 0) {
      flips.add("vflip");
    }
    return flips;
  }

  /** The angle to turn by, in degrees from 0 to 360. */
  private static double clockwise(int[] matrix) {
    double angle = -av_display_rotation_get(matrix);
    if (Double.isNaN(angle)) {
      return 0;
    }
    double whole = Math.rint(angle);
    return whole - TURN * Math.floor(whole / TURN);
  }

  /** The size that pictures of a size are shown in. */
  Size shown(Size coded) {
    int width = Math.max(1, coded.width() - crop.get(2) - crop.get(3));
    int height = Math.max(1, coded.height() - crop.get(0) - crop.get(1));
    return isSideways ? new Size(height, width) : new Size(width, height);
  }
}
