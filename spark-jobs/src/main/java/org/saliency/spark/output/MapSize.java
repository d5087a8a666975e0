package org.saliency.spark.output;

import java.io.Serializable;
import java.util.Locale;
import org.saliency.frame.Size;

/** Size of the maps that are written. */
public record MapSize(Kind kind, String fixed) implements Serializable {

  /** Where the size comes from. */
  public enum Kind {
    /** The frame's size. */
    SOURCE,
    /** The size of the maps that the network gives. */
    MODEL,
    /** A given size. */
    FIXED
  }

  /** Reads {@code source}, {@code model} or {@code WIDTHxHEIGHT}. */
  public static MapSize parse(String text) {
    return switch (text) {
      case "source" -> new MapSize(Kind.SOURCE, "");
      case "model" -> new MapSize(Kind.MODEL, "");
      default -> new MapSize(Kind.FIXED, Size.parse(text).toString());
    };
  }

  @Override
  public String toString() {
    return kind == Kind.FIXED ? fixed : kind.name().toLowerCase(Locale.ROOT);
  }

  /** The size for a frame. */
  public Size of(Size frame, Size model) {
    return switch (kind) {
      case SOURCE -> frame;
      case MODEL -> model;
      case FIXED -> Size.parse(fixed);
    };
  }
}
