package org.saliency.spark.source;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Columns of the table, in order. All but the image come from the video's index, never null. */
enum FrameColumn {
  /** Stem of the video's file name. */
  VIDEO(
      "video",
      DataTypes.StringType,
      UTF8String.class,
      facts -> UTF8String.fromString(facts.video())),
  /** Frame number in presentation order, from 0. */
  FRAME("frame", DataTypes.IntegerType, Integer.class, FrameFacts::frame),
  /** Presentation time in microseconds of the file's clock; may be negative. */
  PTS_US("pts_us", DataTypes.LongType, Long.class, FrameFacts::ptsMicros),
  /** Width of the video's frames as displayed, before scaling. */
  WIDTH("width", DataTypes.IntegerType, Integer.class, FrameFacts::width),
  /** Height of the video's frames as displayed, before scaling. */
  HEIGHT("height", DataTypes.IntegerType, Integer.class, FrameFacts::height),
  /** Whether the frame is a key frame. */
  KEY_FRAME("key_frame", DataTypes.BooleanType, Boolean.class, FrameFacts::isKeyFrame),
  /** The decoded image as {@link ImageStruct}; null if it cannot be decoded. */
  IMAGE("image", ImageStruct.TYPE, null, null);

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // Spark's types are immutable
  private final DataType type;

  private final Class<?> valueClass;

  @SuppressWarnings("ImmutableEnumChecker") // stateless
  private final Function<FrameFacts, ? extends Comparable<?>> value;

  <T extends Comparable<T>> FrameColumn(
      String id, DataType type, Class<T> valueClass, Function<FrameFacts, T> value) {
    this.id = id;
    this.type = type;
    this.valueClass = valueClass;
    this.value = value;
  }

  /** Schema of all columns. */
  static StructType schema() {
    return schema(Arrays.asList(values()));
  }

  /** Schema of some columns. */
  static StructType schema(List<FrameColumn> columns) {
    return new StructType(
        columns.stream()
            .map(
                column ->
                    new StructField(column.id, column.type, column == IMAGE, Metadata.empty()))
            .toArray(StructField[]::new));
  }

  /** The column with a name. */
  static Optional<FrameColumn> of(String id) {
    return Arrays.stream(values()).filter(column -> column.id.equals(id)).findFirst();
  }

  /** Whether values come from the index, without decoding. */
  boolean isInIndex() {
    return this != IMAGE;
  }

  /** Class of the values in Spark's internal rows; not for {@link #IMAGE}. */
  Class<?> valueClass() {
    return valueClass;
  }

  /** The value in Spark's internal rows; not for {@link #IMAGE}. */
  Comparable<?> value(FrameFacts facts) {
    return value.apply(facts);
  }
}
