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

/** The columns, in their order. Those that the index of a video tells are never null. */
enum FrameColumn {
  /** Stem of the video's file name. */
  VIDEO(
      "video",
      DataTypes.StringType,
      UTF8String.class,
      facts -> UTF8String.fromString(facts.video())),
  /** Number of the frame in presentation order, from 0. */
  FRAME("frame", DataTypes.IntegerType, Integer.class, FrameFacts::frame),
  /** When the frame is shown, in microseconds of the file's own clock; may be negative. */
  PTS_US("pts_us", DataTypes.LongType, Long.class, FrameFacts::ptsMicros),
  /** Columns of the video's frames as they are shown, whatever images are scaled to. */
  WIDTH("width", DataTypes.IntegerType, Integer.class, FrameFacts::width),
  /** Rows of the video's frames as they are shown, whatever images are scaled to. */
  HEIGHT("height", DataTypes.IntegerType, Integer.class, FrameFacts::height),
  /** Whether the frame can be decoded by itself. */
  KEY_FRAME("key_frame", DataTypes.BooleanType, Boolean.class, FrameFacts::isKeyFrame),
  /** The picture, see {@link ImageStruct}; null when it cannot be decoded. */
  IMAGE("image", ImageStruct.TYPE, null, null);

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // Spark's types do not change
  private final DataType type;

  private final Class<?> valueClass;

  @SuppressWarnings("ImmutableEnumChecker") // keeps nothing
  private final Function<FrameFacts, ? extends Comparable<?>> value;

  <T extends Comparable<T>> FrameColumn(
      String id, DataType type, Class<T> valueClass, Function<FrameFacts, T> value) {
    this.id = id;
    this.type = type;
    this.valueClass = valueClass;
    this.value = value;
  }

  /** All columns as Spark sees them. */
  static StructType schema() {
    return schema(Arrays.asList(values()));
  }

  /** Some columns as Spark sees them. */
  static StructType schema(List<FrameColumn> columns) {
    return new StructType(
        columns.stream()
            .map(
                column ->
                    new StructField(column.id, column.type, column == IMAGE, Metadata.empty()))
            .toArray(StructField[]::new));
  }

  /** The column of a name as the schema has it. */
  static Optional<FrameColumn> of(String id) {
    return Arrays.stream(values()).filter(column -> column.id.equals(id)).findFirst();
  }

  /** Whether its values are known without decoding. */
  boolean isInIndex() {
    return this != IMAGE;
  }

  /** What its values are, as Spark keeps them; not for {@link #IMAGE}. */
  Class<?> valueClass() {
    return valueClass;
  }

  /** Its value as Spark keeps it; not for {@link #IMAGE}. */
  Comparable<?> value(FrameFacts facts) {
    return value.apply(facts);
  }
}
