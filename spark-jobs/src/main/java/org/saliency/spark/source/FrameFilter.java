package org.saliency.spark.source;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.spark.sql.sources.And;
import org.apache.spark.sql.sources.EqualNullSafe;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.GreaterThan;
import org.apache.spark.sql.sources.GreaterThanOrEqual;
import org.apache.spark.sql.sources.In;
import org.apache.spark.sql.sources.IsNotNull;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.sources.LessThanOrEqual;
import org.apache.spark.sql.sources.Not;
import org.apache.spark.sql.sources.Or;
import org.apache.spark.sql.sources.StringStartsWith;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A query condition that video indexes decide exactly, so that Spark need not evaluate it again.
 *
 * @param spark the condition as Spark pushes it down
 * @param matches tests a frame
 */
record FrameFilter(Filter spark, Predicate<FrameFacts> matches) {

  /** A pushed-down condition; empty if indexes cannot decide it. */
  static Optional<FrameFilter> of(Filter filter) {
    return matching(filter).map(matches -> new FrameFilter(filter, matches));
  }

  /** Whether it refers to the video's name only, so that no index is needed. */
  boolean isOnVideo() {
    return Set.copyOf(Arrays.asList(spark.references())).equals(Set.of("video"));
  }

  private static Optional<Predicate<FrameFacts>> matching(Filter filter) {
    if (filter instanceof And and) {
      return both(and.left(), and.right(), Predicate::and);
    } else if (filter instanceof Or or) {
      return both(or.left(), or.right(), Predicate::or);
    } else if (filter instanceof Not not) {
      return matching(not.child()).map(Predicate::not);
    } else if (filter instanceof EqualTo equal) {
      return compared(equal.attribute(), equal.value(), sign -> sign == 0);
    } else if (filter instanceof EqualNullSafe equal) {
      return compared(equal.attribute(), equal.value(), sign -> sign == 0);
    } else if (filter instanceof LessThan less) {
      return compared(less.attribute(), less.value(), sign -> sign < 0);
    } else if (filter instanceof LessThanOrEqual less) {
      return compared(less.attribute(), less.value(), sign -> sign <= 0);
    } else if (filter instanceof GreaterThan greater) {
      return compared(greater.attribute(), greater.value(), sign -> sign > 0);
    } else if (filter instanceof GreaterThanOrEqual greater) {
      return compared(greater.attribute(), greater.value(), sign -> sign >= 0);
    } else if (filter instanceof In in) {
      return Arrays.stream(in.values())
          .map(value -> compared(in.attribute(), value, sign -> sign == 0))
          .reduce((one, other) -> one.flatMap(a -> other.map(a::or)))
          .flatMap(Function.identity());
    } else if (filter instanceof StringStartsWith start) {
      UTF8String prefix = UTF8String.fromString(start.value());
      return column(start.attribute())
          .map(column -> facts -> ((UTF8String) column.value(facts)).startsWith(prefix));
    } else if (filter instanceof IsNotNull present) {
      return column(present.attribute()).map(column -> facts -> true);
    }
    return Optional.empty();
  }

  private static Optional<Predicate<FrameFacts>> both(
      Filter left, Filter right, BinaryOperator<Predicate<FrameFacts>> operator) {
    return matching(left).flatMap(one -> matching(right).map(other -> operator.apply(one, other)));
  }

  private static Optional<FrameColumn> column(String name) {
    return FrameColumn.of(name).filter(FrameColumn::isInIndex);
  }

  /** Empty if the value is null, which equals nothing, or not of the column's type. */
  private static Optional<Predicate<FrameFacts>> compared(
      String name, Object value, IntPredicate sign) {
    Object literal = value instanceof String text ? UTF8String.fromString(text) : value;
    return column(name)
        .filter(column -> literal != null && literal.getClass() == column.valueClass())
        .map(column -> facts -> sign.test(compare(column.value(facts), literal)));
  }

  @SuppressWarnings("unchecked") // both have the column's class
  private static int compare(Comparable<?> value, Object literal) {
    return ((Comparable<Object>) value).compareTo(literal);
  }
}
