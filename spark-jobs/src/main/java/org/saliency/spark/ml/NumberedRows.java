package org.saliency.spark.ml;

import java.util.Iterator;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.saliency.spark.ml.NumberedRows.NumberedRow;
import org.saliency.spark.task.Activity;
import org.saliency.spark.task.Span;
import org.saliency.spark.task.TaskStages;

/** The rows of a partition with their places. The time to read them is counted. */
final class NumberedRows implements Iterator<NumberedRow> {

  private final Iterator<InternalRow> rows;
  private final int partition;
  private final TaskStages stages;
  private volatile long next; // written by one thread, also read by the stall detector

  /**
   * Creates an iterator over rows.
   *
   * @param partition index of the partition, for warnings
   */
  NumberedRows(Iterator<InternalRow> rows, int partition, TaskStages stages) {
    this.rows = rows;
    this.partition = partition;
    this.stages = stages;
  }

  /**
   * A row and its place.
   *
   * @param place for example {@code row 17 of partition 3}, counted from 0
   */
  record NumberedRow(String place, InternalRow row) {}

  @Override
  public boolean hasNext() {
    return reading(rows::hasNext);
  }

  @Override
  public NumberedRow next() {
    InternalRow row = reading(rows::next);
    String place = place();
    next = next + 1;
    return new NumberedRow(place, row);
  }

  private String place() {
    return "row " + next + " of partition " + partition;
  }

  private <T> T reading(Supplier<T> step) {
    try (Span span = stages.work(Activity.READ, this::place)) {
      return step.get();
    }
  }
}
