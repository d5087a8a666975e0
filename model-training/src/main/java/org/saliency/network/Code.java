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

  /** No statements yet, of a network that computes in the given format. */
  public Code(Precision precision) {
    this.precision = precision;
  }

  /** What the next statements compute in. */
  Precision precision() {
    return precision;
  }

  /** A tensor of a module as convolutions take it. */
  String weight(Self self, String name) {
    return precision.weight(storedWeight(self, name));
  }

  /** The same of a module whose tensors are stored as convolutions take them. */
  String storedWeight(Self self, String name) {
    weights.put(self.path().isEmpty() ? name : self.path() + "." + name, precision);
    return self.attribute(name);
  }

  /** Assigns an expression to a tensor of a module, once, before the first forward pass. */
  void prepare(String attribute, String format, Object... arguments) {
    assign(preparation, attribute, format, arguments);
  }

  /** What is to be done before the first forward pass, indented as a method's body. */
  public String preparation() {
    return preparation.toString();
  }

  /** Full names of the tensors that convolutions take, and the format that they take each in. */
  public Map<String, Precision> weights() {
    return Collections.unmodifiableMap(weights);
  }

  void continueIn(Precision next) {
    precision = next;
  }

  /** Assigns an expression to a variable. */
  public void assign(String variable, String format, Object... arguments) {
    assign(text, variable, format, arguments);
  }

  private static void assign(
      StringBuilder text, String variable, String format, Object... arguments) {
    text.append("    ").append(variable).append(" = ");
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  /** The statements so far, indented as a method's body. */
  public String text() {
    return text.toString();
  }

  /** Every n-th entry of the first dimension. */
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
   * The module that an operation's tensors hang on.
   *
   * @param path dotted, below the root; empty for the root
   * @param expression TorchScript that reaches the module
   */
  public record Self(String path, String expression) {

    /** The module at a dotted path below {@code self}; numeric parts need {@code getattr}. */
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

    /** One of its attributes. */
    String attribute(String name) {
      return expression + "." + name;
    }
  }
}
