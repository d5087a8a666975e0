package org.saliency.spark.ml;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
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

/** Pictures as a column holds them: Spark's image structs, or whole picture files. */
final class PictureColumn {

  private PictureColumn() {}

  /**
   * Checks that a column holds pictures.
   *
   * @throws IllegalArgumentException when it is not there or holds something else
   */
  static void require(StructType schema, String column) {
    StructField field =
        Arrays.stream(schema.fields())
            .filter(candidate -> candidate.name().equals(column))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "input column '%s' is not there: name one of %s by setInputCol"
                            .formatted(column, String.join(", ", schema.fieldNames()))));
    if (!(field.dataType() instanceof BinaryType) && !isImage(field.dataType())) {
      throw new IllegalArgumentException(
          "input column '%s' is of type %s: give pictures, as Spark's image struct (spark.read()"
                  .formatted(column, field.dataType().catalogString())
              + ".format(\"image\")) or as binary with a PNG or JPEG file in each row");
    }
  }

  /** Whether a type has the fields of an image, null or not. */
  private static boolean isImage(DataType type) {
    if (!(type instanceof StructType struct)) {
      return false;
    }
    StructField[] wanted = ImageSchema.columnSchema().fields();
    StructField[] fields = struct.fields();
    if (fields.length != wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!fields[i].name().equals(wanted[i].name())
          || !fields[i].dataType().equals(wanted[i].dataType())) {
        return false;
      }
    }
    return true;
  }

  /** Where a picture comes from; null where that is not known. */
  static String origin(Object value) {
    return value instanceof Row image ? ImageSchema.getOrigin(image) : null;
  }

  /**
   * A picture, scaled.
   *
   * @param frame at the size asked for
   * @param size its own
   */
  record Picture(Frame frame, Size size) {}

  /**
   * Decodes a picture and scales it as {@code score} does.
   *
   * @throws UserException when there is none, or it cannot be decoded
   */
  static Picture picture(Object value, Size scaledTo) {
    if (value instanceof Row image) {
      Frame frame = frame(image);
      return new Picture(Resize.antialiased(frame, scaledTo), frame.size());
    }
    if (value instanceof byte[] file) {
      String name = "the picture";
      Size size = ImageFile.readSize(new ByteArrayInputStream(file), name);
      return new Picture(ImageFile.read(file, name, Optional.of(scaledTo)), size);
    }
    throw UserException.input("the picture is null");
  }

  private static Frame frame(Row image) {
    for (int field = 1; field < image.size(); field++) { // all but the origin
      if (image.isNullAt(field)) {
        throw UserException.input(
            "picture %s has no %s", image.get(0), ImageSchema.imageFields()[field]);
      }
    }
    int width = ImageSchema.getWidth(image);
    int height = ImageSchema.getHeight(image);
    int channels = ImageSchema.getNChannels(image);
    int mode = ImageSchema.getMode(image);
    byte[] data = ImageSchema.getData(image);
    boolean whole = data.length == (long) width * height * channels;
    if (width < 1 || height < 1 || mode != modeOf(channels) || !whole) {
      throw UserException.input(
          "picture %s is no image of 1, 3 or 4 channels of 8 bits (%dx%d, %d channels, mode %d, %d"
              + " bytes)",
          image.get(0), width, height, channels, mode, data.length);
    }
    return new Frame(new Size(width, height), rgb(data, channels));
  }

  /** The mode of 8-bit images of so many channels, in OpenCV's numbers; -2 where there is none. */
  private static int modeOf(int channels) {
    Object mode = ImageSchema.javaOcvTypes().get("CV_8UC" + channels);
    return mode == null ? -2 : (Integer) mode;
  }

  /** Grey, blue green red, or blue green red alpha, as red green blue. */
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
