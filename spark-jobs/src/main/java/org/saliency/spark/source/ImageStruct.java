package org.saliency.spark.source;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.saliency.frame.Frame;

/**
 * An image in the format of Spark's own image data source ({@code ImageSchema.columnSchema} of
 * Spark ML): origin (path of the video file), height, width, nChannels (3), mode (16, OpenCV's
 * CV_8UC3), and data, {@code 3 * width * height} bytes in row-major order: blue, green, red,
 * 0..255.
 */
final class ImageStruct {

  static final StructType TYPE =
      new StructType()
          .add("origin", DataTypes.StringType, true)
          .add("height", DataTypes.IntegerType, false)
          .add("width", DataTypes.IntegerType, false)
          .add("nChannels", DataTypes.IntegerType, false)
          .add("mode", DataTypes.IntegerType, false)
          .add("data", DataTypes.BinaryType, false);

  private static final int CHANNELS = 3;
  private static final int CV_8UC3 = 16;

  private ImageStruct() {}

  /** A frame of a video file. */
  static InternalRow row(String path, Frame frame) {
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(path),
          frame.size().height(),
          frame.size().width(),
          CHANNELS,
          CV_8UC3,
          blueFirst(frame.rgb())
        });
  }

  private static byte[] blueFirst(byte[] rgb) {
    byte[] bgr = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return bgr;
  }
}
