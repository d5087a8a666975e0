package org.saliency.spark.ml;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.CreateStruct$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.KnownNotNull;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.DeserializeToObject;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MapPartitions;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SerializeFromObject;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * Adds a column whose values are computed from whole partitions. It does what {@link
 * Dataset#mapPartitions} does, but on Spark's internal rows: no column is converted to Java's types
 * and back, which would change some values and types (dates before 1582, intervals), and columns of
 * the same name, as a join gives, remain.
 */
final class AddedColumn {

  /** Computes rows with one more column. Rows are its own to keep. */
  interface Partitions extends Serializable {
    java.util.Iterator<InternalRow> map(java.util.Iterator<InternalRow> rows) throws Exception;
  }

  /** A partition for Spark, which may use the memory of a row again. */
  private static final class Function extends AbstractFunction1<Iterator<Object>, Iterator<Object>>
      implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Partitions partitions;

    Function(Partitions partitions) {
      this.partitions = partitions;
    }

    @Override
    public Iterator<Object> apply(Iterator<Object> rows) {
      java.util.Iterator<InternalRow> copies =
          CollectionConverters.asJava(rows.map(row -> ((InternalRow) row).copy()));
      try {
        return CollectionConverters.asScala(partitions.map(copies)).map(row -> row);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private AddedColumn() {}

  /** Adds a column behind the others. */
  static Dataset<Row> add(Dataset<?> dataset, StructField added, Partitions partitions) {
    org.apache.spark.sql.classic.Dataset<?> input =
        (org.apache.spark.sql.classic.Dataset<?>) dataset;
    LogicalPlan plan = input.logicalPlan();
    List<Attribute> columns = CollectionConverters.asJava(plan.output());
    CreateNamedStruct row = CreateStruct$.MODULE$.apply(seq(List.<Expression>copyOf(columns)));
    StructType type = ((StructType) row.dataType()).add(added);
    LogicalPlan rows =
        new MapPartitions(
            new Function(partitions),
            object(type),
            new DeserializeToObject(row, object(row.dataType()), plan));
    Alias whole =
        alias(new BoundReference(0, type, false), "row", seq(List.of()), Metadata.empty());
    List<NamedExpression> output = new ArrayList<>();
    for (Attribute column : columns) {
      output.add(
          field(whole.toAttribute(), output.size(), type, column.qualifier(), column.metadata()));
    }
    output.add(field(whole.toAttribute(), output.size(), type, seq(List.of()), added.metadata()));
    return org.apache.spark.sql.classic.Dataset$.MODULE$.ofRows(
        input.sparkSession(),
        new Project(seq(output), new SerializeFromObject(seq(List.of(whole)), rows)));
  }

  private static AttributeReference object(DataType type) {
    return new AttributeReference(
        "row", type, false, Metadata.empty(), NamedExpression$.MODULE$.newExprId(), seq(List.of()));
  }

  /**
   * A column of a row. The expression around the row keeps Spark from pruning the row's type: it
   * would count the fields that it keeps, but not remove the others.
   */
  private static NamedExpression field(
      Attribute row, int ordinal, StructType type, Seq<String> qualifier, Metadata metadata) {
    return alias(
        new GetStructField(new KnownNotNull(row), ordinal, Option.empty()),
        type.fields()[ordinal].name(),
        qualifier,
        metadata);
  }

  private static Alias alias(
      Expression expression, String name, Seq<String> qualifier, Metadata metadata) {
    return new Alias(
        expression,
        name,
        NamedExpression$.MODULE$.newExprId(),
        qualifier,
        Option.apply(metadata),
        seq(List.of()));
  }

  private static <T> Seq<T> seq(List<T> list) {
    return CollectionConverters.asScala(list).toSeq();
  }
}
