package org.saliency.spark.ml;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.video.ImageFile;

/** Reads images from a column of Spark's image structs or of PNG and JPEG files. */
final class PictureColumn {

  private static final int DATA = 5; // of Spark's image struct

  private PictureColumn() {}

  /**
   * Checks that a column holds images.
   *
   * @throws IllegalArgumentException if it does not exist or has another type
   */
  static void require(StructType schema, String column) {
    StructField field =
        Arrays.stream(schema.fields())
            .filter(candidate -> candidate.name().equals(column))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "Input column '%s' does not exist: call setInputCol with one of %s",
                            column,
                            String.join(", ", schema.fieldNames()))));
    if (!(field.dataType() instanceof BinaryType) && !isImage(field.dataType())) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "Input column '%s' has type %s: expected Spark's image struct, as spark.read().format(",
                  column,
                  field.dataType().catalogString())
              + "\"image\") returns it, or binary with a PNG or JPEG file in each row");
    }
  }

  /** Compares names and types of the fields; whether they are nullable does not matter. */
  private static boolean isImage(DataType type) {
    if (!(type instanceof StructType struct)) {
      return false;
    }
    StructField[] expected = ImageSchema.columnSchema().fields();
    StructField[] fields = struct.fields();
    if (fields.length != expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (!fields[i].name().equals(expected[i].name())
          || !fields[i].dataType().equals(expected[i].dataType())) {
        return false;
      }
    }
    return true;
  }

  /** Returns the length of an image's data in bytes; 0 if it is null. */
  static long bytes(Object value) {
    Object data = value instanceof Row image && !image.isNullAt(DATA) ? image.get(DATA) : value;
    return data instanceof byte[] bytes ? bytes.length : 0;
  }

  /** Returns the origin of an image; null if it is unknown. */
  static String origin(Object value) {
    return value instanceof Row image ? ImageSchema.getOrigin(image) : null;
  }

  /**
   * A decoded image.
   *
   * @param frame the image at the requested size
   * @param size size of the image before it was scaled
   */
  record Picture(Frame frame, Size size) {}

  /**
   * Decodes an image and scales it as {@code score} does.
   *
   * @throws UserException if the value is null or cannot be decoded
   */
  static Picture picture(Object value, Size scaledTo) {
    if (value instanceof Row image) {
      Frame frame = frame(image);
      return new Picture(Resize.antialiased(frame, scaledTo), frame.size());
    }
    if (value instanceof byte[] file) {
      String name = "the image";
      Size size = ImageFile.readSize(new ByteArrayInputStream(file), name);
      return new Picture(ImageFile.read(file, name, Optional.of(scaledTo)), size);
    }
    throw UserException.input("the image is null");
  }

  private static Frame frame(Row image) {
    for (int field = 1; field < image.size(); field++) { // the origin may be null
      if (image.isNullAt(field)) {
        throw UserException.input(
            "image %s: field '%s' is null", image.get(0), ImageSchema.imageFields()[field]);
      }
    }
    int width = ImageSchema.getWidth(image);
    int height = ImageSchema.getHeight(image);
    int channels = ImageSchema.getNChannels(image);
    int mode = ImageSchema.getMode(image);
    byte[] data = ImageSchema.getData(image);
    boolean isComplete = data.length == (long) width * height * channels;
    if (width < 1 || height < 1 || mode != modeOf(channels) || !isComplete) {
      throw UserException.input(
          "image %s is %dx%d with %d channels, mode %d and %d bytes: expected 1, 3 or 4 channels of 8"
              + " bits",
          image.get(0), width, height, channels, mode, data.length);
    }
    return new Frame(new Size(width, height), rgb(data, channels));
  }

  /** Returns OpenCV's mode of 8-bit images with so many channels; -2 if there is none. */
  private static int modeOf(int channels) {
    Object mode = ImageSchema.javaOcvTypes().get("CV_8UC" + channels);
    return mode == null ? -2 : (Integer) mode;
  }

  /** Converts grey, BGR or BGRA to RGB. */
  private static byte[] rgb(byte[] data, int channels) {
    byte[] rgb = new byte[data.length / channels * 3];
    for (int from = 0, to = 0; from < data.length; from += channels, to += 3) {
      rgb[to] = data[from + (channels == 1 ? 0 : 2)];
      rgb[to + 1] = data[from + (channels == 1 ? 0 : 1)];
      rgb[to + 2] = data[from];
    }
    return rgb;
  }
}
