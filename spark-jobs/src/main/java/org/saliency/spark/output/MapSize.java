package org.saliency.spark.output;

import java.io.Serializable;
import java.util.Locale;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.video.ImageFile;

/**
 * Size of the written maps.
 *
 * @param kind source of the size
 * @param fixed the size from the settings; null for other kinds
 */
public record MapSize(Kind kind, Size fixed) implements Serializable {

  /** Source of the size. */
  public enum Kind {
    /** Size of the frame. */
    SOURCE,
    /** Size of the network's output. */
    MODEL,
    /** A size from the settings. */
    FIXED
  }

  /**
   * Parses {@code source}, {@code model} or {@code WIDTHxHEIGHT}.
   *
   * @throws UserException when it is none of them, or larger than an image may be
   */
  public static MapSize parse(String text) {
    return switch (text) {
      case "source" -> new MapSize(Kind.SOURCE, null);
      case "model" -> new MapSize(Kind.MODEL, null);
      default -> new MapSize(Kind.FIXED, ImageFile.parseSize(text));
    };
  }

  @Override
  public String toString() {
    return kind == Kind.FIXED ? fixed.toString() : kind.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Size of a map.
   *
   * @param frame size of the frame
   * @param model size of the network's output
   */
  public Size of(Size frame, Size model) {
    return switch (kind) {
      case SOURCE -> frame;
      case MODEL -> model;
      case FIXED -> fixed;
    };
  }
}
