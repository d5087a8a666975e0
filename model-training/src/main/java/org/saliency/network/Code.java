package org.saliency.network;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects the statements of a TorchScript {@code forward}. */
public final class Code {

  private Precision precision;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder preparation = new StringBuilder();
  private final Map<String, Precision> weights = new HashMap<>();

  /** Starts without statements, in the given precision. */
  public Code(Precision precision) {
    this.precision = precision;
  }

  /** The precision of the next statements. */
  Precision precision() {
    return precision;
  }

  /** An expression for a tensor of a module, cast to the current precision. */
  String weight(Self self, String name) {
    return precision.weight(storedWeight(self, name));
  }

  /** An expression for a tensor that is stored in the current precision. */
  String storedWeight(Self self, String name) {
    weights.put(self.path().isEmpty() ? name : self.path() + "." + name, precision);
    return self.attribute(name);
  }

  /** Assigns an expression to a tensor of a module once, before the first forward pass. */
  void prepare(String attribute, String format, Object... arguments) {
    assign(preparation, attribute, format, arguments);
  }

  /** The statements to run before the first forward pass, indented as a method body. */
  public String preparation() {
    return preparation.toString();
  }

  /** Precision of the tensors that convolutions read, by full name. */
  public Map<String, Precision> weights() {
    return Collections.unmodifiableMap(weights);
  }

  /** Changes the precision of the following statements. */
  void continueIn(Precision next) {
    precision = next;
  }

  /** Appends the assignment of an expression to a variable. */
  public void assign(String variable, String format, Object... arguments) {
    assign(text, variable, format, arguments);
  }

  private static void assign(
      StringBuilder text, String variable, String format, Object... arguments) {
    text.append("    ").append(variable).append(" = ");
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  /** The statements so far, indented as a method body. */
  public String text() {
    return text.toString();
  }

  /** A slice of every n-th entry of the first dimension. */
  static String everyNth(String x, int first, int n) {
    return String.format(
        Locale.ROOT, "torch.slice(%s, 0, %d, %d, %d)", x, first, Long.MAX_VALUE, n);
  }

  /** A list literal. */
  static String list(int... values) {
    return Arrays.stream(values)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * The module that owns an operation's tensors.
   *
   * @param path dotted path from the root; empty for the root
   * @param expression TorchScript expression for the module
   */
  public record Self(String path, String expression) {

    /** The module at a dotted path; numeric parts need {@code getattr}. */
    public static Self at(String path) {
      String expression = "self";
      for (String part : path.isEmpty() ? new String[0] : path.split("\\.")) {
        expression =
            Character.isDigit(part.charAt(0))
                ? "getattr(" + expression + ", \"" + part + "\")"
                : expression + "." + part;
      }
      return new Self(path, expression);
    }

    Self child(String name) {
      return at(path.isEmpty() ? name : path + "." + name);
    }

    /** An expression for an attribute. */
    String attribute(String name) {
      return expression + "." + name;
    }
  }
}
