package org.saliency.spark.task;

/** Work or waiting that has begun; closing it ends it. */
public interface Span extends AutoCloseable {
  @Override
  void close();
}
