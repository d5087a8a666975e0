package org.saliency.spark.ml;

import java.io.Serializable;
import java.util.Locale;
import java.util.function.Predicate;
import scala.runtime.AbstractFunction1;

/**
 * A check of a parameter's value. Spark's own validators do not say which values are allowed, and
 * fail on null.
 *
 * @param <T> type of the value
 */
final class Requirement<T> extends AbstractFunction1<T, Object> implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A test that can be serialized with its parameter. */
  interface Test extends Predicate<Object>, Serializable {}

  private final String stage;
  private final String parameter;
  private final String expected;
  private final Test test;

  Requirement(String stage, String parameter, String expected, Test test) {
    this.stage = stage;
    this.parameter = parameter;
    this.expected = expected;
    this.test = test;
  }

  /**
   * Accepts a value.
   *
   * @throws IllegalArgumentException when it is not allowed
   */
  @Override
  public Object apply(T value) {
    if (!test.test(value)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid %s '%s' of %s: expected %s",
              parameter,
              value,
              stage,
              expected));
    }
    return true;
  }
}
