package org.saliency.spark.ml;

import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute$;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.map.Resize;
import org.saliency.video.ImageFile;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A column of Spark's image structs or of image files, in Spark's internal rows.
 *
 * @param name as the user gave it
 * @param path from the row to the image: the fields of the structs that contain it
 * @param isStruct whether images are structs
 */
record PictureColumn(String name, List<Step> path, boolean isStruct) implements Serializable {

  private static final int ORIGIN = 0; // fields of Spark's image struct
  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;
  private static final int CHANNELS = 3;
  private static final int MODE = 4;
  private static final int DATA = 5;
  private static final int FIELDS = 6;

  /**
   * A field of a row or struct.
   *
   * @param ordinal its place
   * @param fields number of fields of the struct in it; 0 if it holds no struct
   */
  record Step(int ordinal, int fields) implements Serializable {}

  /**
   * Finds the column of images as Spark finds columns: by its name or, in a struct, as {@code
   * struct.field}, in upper or lower case unless {@code spark.sql.caseSensitive} is set.
   *
   * @throws IllegalArgumentException if it does not exist, is ambiguous or has another type
   */
  static PictureColumn in(StructType schema, String column) {
    List<String> parts = matches(schema, column).isEmpty() ? parts(column) : List.of(column);
    List<Step> path = new ArrayList<>();
    DataType type = schema;
    for (String part : parts) {
      List<Integer> found = type instanceof StructType in ? matches(in, part) : List.of();
      if (found.size() != 1) {
        throw missing(schema, column, found.size());
      }
      type = ((StructType) type).fields()[found.get(0)].dataType();
      path.add(new Step(found.get(0), type instanceof StructType inner ? inner.length() : 0));
    }
    if (!(type instanceof BinaryType) && !isImage(type)) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "Input column '%s' has type %s: expected Spark's image struct, as spark.read().format(",
                  column,
                  type.catalogString())
              + "\"image\") returns it, or binary with an image file in each row, such as PNG or JPEG");
    }
    return new PictureColumn(column, List.copyOf(path), type instanceof StructType);
  }

  /** Whether a schema has a column of that name. */
  static boolean isPresent(StructType schema, String column) {
    return !matches(schema, column).isEmpty();
  }

  private static List<Integer> matches(StructType schema, String name) {
    boolean isCaseSensitive = SQLConf.get().caseSensitiveAnalysis();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < schema.length(); i++) {
      String field = schema.fields()[i].name();
      if (isCaseSensitive ? field.equals(name) : field.equalsIgnoreCase(name)) {
        found.add(i);
      }
    }
    return found;
  }

  /** The parts of a nested name; in backticks, a part may contain dots. */
  private static List<String> parts(String column) {
    try {
      return CollectionConverters.asJava(
          UnresolvedAttribute$.MODULE$.parseAttributeName(column).toSeq());
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        return List.of(column); // reported as missing
      }
      throw e;
    }
  }

  private static IllegalArgumentException missing(StructType schema, String column, int found) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            found > 1
                ? "Input column '%s' is ambiguous: rename all but one of the columns of this name in %s"
                : "Input column '%s' does not exist: call setInputCol with one of %s",
            column,
            String.join(", ", schema.fieldNames())));
  }

  /** Compares names and types of the fields; whether they are nullable does not matter. */
  private static boolean isImage(DataType type) {
    if (!(type instanceof StructType struct)) {
      return false;
    }
    StructField[] expected = ImageSchema.columnSchema().fields();
    StructField[] fields = struct.fields();
    return fields.length == FIELDS
        && Arrays.equals(
            fields,
            expected,
            (one, other) ->
                one.name().equals(other.name()) && one.dataType().equals(other.dataType()) ? 0 : 1);
  }

  /** The image of a row: a struct, the bytes of a file, or null. */
  private Object image(InternalRow row) {
    InternalRow struct = row;
    for (Step step : path.subList(0, path.size() - 1)) {
      if (struct.isNullAt(step.ordinal)) {
        return null;
      }
      struct = struct.getStruct(step.ordinal, step.fields);
    }
    Step last = path.get(path.size() - 1);
    if (struct.isNullAt(last.ordinal)) {
      return null;
    }
    return isStruct ? struct.getStruct(last.ordinal, FIELDS) : struct.getBinary(last.ordinal);
  }

  /** Memory of a row, about, in bytes. */
  long bytes(InternalRow row) {
    if (row instanceof UnsafeRow whole) {
      return whole.getSizeInBytes(); // in which reading an image would copy it
    }
    Object image = image(row);
    if (image instanceof InternalRow struct) {
      return struct.isNullAt(DATA) ? 0 : struct.getBinary(DATA).length;
    }
    return image instanceof byte[] file ? file.length : 0;
  }

  /** Returns the origin of an image; null if it is unknown. */
  UTF8String origin(InternalRow row) {
    return image(row) instanceof InternalRow struct && !struct.isNullAt(ORIGIN)
        ? struct.getUTF8String(ORIGIN)
        : null;
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
   * @throws UserException if the image is null or cannot be decoded
   */
  Picture picture(InternalRow row, Size scaledTo) {
    Object image = image(row);
    if (image instanceof InternalRow struct) {
      Frame frame = frame(struct);
      return new Picture(Resize.antialiased(frame, scaledTo), frame.size());
    }
    if (image instanceof byte[] file) {
      String place = "in column '" + name + "'"; // "image in column 'x' is empty"
      Size size = ImageFile.readSize(new ByteArrayInputStream(file), place);
      return new Picture(ImageFile.read(file, place, Optional.of(scaledTo)), size);
    }
    throw UserException.input("image in column '%s' is null", name);
  }

  private Frame frame(InternalRow image) {
    for (int field = ORIGIN + 1; field < FIELDS; field++) { // the origin may be null
      if (image.isNullAt(field)) {
        throw UserException.input(
            "field '%s' of the image in column '%s' is null",
            ImageSchema.imageFields()[field], name);
      }
    }
    int width = image.getInt(WIDTH);
    int height = image.getInt(HEIGHT);
    int channels = image.getInt(CHANNELS);
    int mode = image.getInt(MODE);
    byte[] data = image.getBinary(DATA);
    if (mode != modeOf(channels)) {
      throw UserException.input(
          "image in column '%s' has %d channels and mode %d: expected 1, 3 or 4 channels of 8 bits"
              + " (modes 0, 16 and 24)",
          name, channels, mode);
    }
    if (width < 1 || height < 1 || data.length != (long) width * height * channels) {
      throw UserException.input(
          "image in column '%s' is %dx%d with %d channels, but has %d bytes: expected width x height"
              + " x channels bytes, and at least one pixel",
          name, width, height, channels, data.length);
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
