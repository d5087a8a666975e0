package org.saliency.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.javacpp.IntPointer;
import org.saliency.frame.Size;

/**
 * Cropping and rotation of decoded frames for display, as a chain of FFmpeg filters.
 *
 * @param filters in the order of application
 * @param isSideways whether width and height are swapped
 * @param crop pixels cut off at the top, bottom, left and right
 */
record Orientation(List<String> filters, boolean isSideways, List<Integer> crop) {

  private static final int QUARTER = 90;
  private static final int TURN = 360;
  private static final int MATRIX_NUMBERS = 9;

  /** The orientation that a stream's side data asks for. */
  static Orientation of(AVCodecParameters parameters) {
    return of(
        numbers(parameters, AV_PKT_DATA_DISPLAYMATRIX, MATRIX_NUMBERS),
        numbers(parameters, AV_PKT_DATA_FRAME_CROPPING, 4));
  }

  private static int[] numbers(AVCodecParameters parameters, int type, int count) {
    AVPacketSideData data =
        av_packet_side_data_get(
            parameters.coded_side_data(), parameters.nb_coded_side_data(), type);
    if (data == null || data.size() < (long) count * Integer.BYTES) {
      return new int[0];
    }
    int[] numbers = new int[count];
    new IntPointer(data.data()).get(numbers);
    return numbers;
  }

  /**
   * The orientation for a display matrix and cropping.
   *
   * @param matrix 3x3 in row-major order, the first two columns in units of 1/65536; may be empty
   * @param crop pixels at the top, bottom, left and right; may be empty
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

  /** The rotation angle in degrees, 0 to 360. */
  private static double clockwise(int[] matrix) {
    double angle = -av_display_rotation_get(matrix);
    if (Double.isNaN(angle)) {
      return 0;
    }
    double whole = Math.rint(angle);
    return whole - TURN * Math.floor(whole / TURN);
  }

  /** The displayed size for a coded size. */
  Size shown(Size coded) {
    int width = Math.max(1, coded.width() - crop.get(2) - crop.get(3));
    int height = Math.max(1, coded.height() - crop.get(0) - crop.get(1));
    return isSideways ? new Size(height, width) : new Size(width, height);
  }
}
