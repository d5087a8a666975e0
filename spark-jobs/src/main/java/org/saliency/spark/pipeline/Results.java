package org.saliency.spark.pipeline;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** The results of a pipeline, one by one; see {@link PredictionPipeline#iterator}. */
final class Results<R> implements Iterator<R> {

  private final PredictionPipeline<?, ?, R> pipeline;
  private Optional<R> ahead = Optional.empty();

  Results(PredictionPipeline<?, ?, R> pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public boolean hasNext() {
    if (ahead.isEmpty()) {
      try {
        ahead = pipeline.next();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("Interrupted while predicting saliency maps");
      }
    }
    return ahead.isPresent();
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    R result = ahead.get();
    ahead = Optional.empty();
    return result;
  }
}
