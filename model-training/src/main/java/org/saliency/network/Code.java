package org.saliency.network;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Collects the statements of a TorchScript {@code forward}. */
public final class Code {

  private final StringBuilder text = new StringBuilder();

  /** Assigns an expression to a variable. */
  public void assign(String variable, String format, Object... arguments) {
    text.append("    ").append(variable).append(" = ");
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  /** The statements so far, indented as a method's body. */
  public String text() {
    return text.toString();
  }

  /** A list literal. */
  static String list(int... values) {
    return Arrays.stream(values)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * The module that an operation's tensors hang on.
   *
   * @param expression TorchScript that reaches the module
   */
  public record Self(String expression) {

    /** The module at a dotted path below {@code self}; numeric parts need {@code getattr}. */
    public static Self at(String path) {
      String expression = "self";
      for (String part : path.isEmpty() ? new String[0] : path.split("\\.")) {
        expression =
            Character.isDigit(part.charAt(0))
                ? "getattr(" + expression + ", \"" + part + "\")"
                : expression + "." + part;
      }
      return new Self(expression);
    }

    /** One of its attributes. */
    String attribute(String name) {
      return expression + "." + name;
    }
  }
}
