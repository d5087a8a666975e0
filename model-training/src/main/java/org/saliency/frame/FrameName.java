package org.saliency.frame;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;

/** Parts of the name of a frame's file; {@link FrameKeys} compares the frames of a folder. */
public final class FrameName {

  private FrameName() {}

  /** The file name without folder and extension. */
  public static String stem(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }

  /**
   * A name in Unicode's composed form (NFC). Some file systems and archives store names decomposed,
   * which look the same and are other strings.
   */
  public static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  /**
   * The key of a file on its own: the last number in its stem without leading zeros ({@code 1.png}
   * and {@code 0001.jpg} match), or a stem without a number.
   */
  public static String key(String name) {
    List<BigDecimal> numbers = FrameKeys.runs(name);
    return numbers.isEmpty()
        ? stem(name)
        : FrameKeys.text(List.of(numbers.get(numbers.size() - 1)));
  }
}
