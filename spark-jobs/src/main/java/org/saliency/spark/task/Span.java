package org.saliency.spark.task;

/** A period of work or waiting; ends when closed. */
public interface Span extends AutoCloseable {
  @Override
  void close();
}
