package org.saliency.spark.pipeline;

import java.io.IOException;
import java.util.Optional;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.map.SaliencyMap;

/**
 * What a {@link PredictionPipeline} does with an item before and after its map is predicted. {@link
 * #decode} is called by one thread, {@link #finish} and {@link #bad} by another, the rest by any.
 *
 * @param <I> item
 * @param <D> decoded item
 * @param <R> result
 */
public interface PipelineSteps<I, D, R> extends AutoCloseable {

  /** Describes an item for warnings, for example {@code frame 16 (0017) of video 'dog'}. */
  String place(I item);

  /**
   * Identifies the sequence of an item. Consecutive items of the same sequence (the same object)
   * share windows of frames: the network sees the frames before an item, too.
   */
  Object sequence(I item);

  /** Returns whether an item gets a map; otherwise its frame is only seen with later items. */
  boolean isPredicted(I item);

  /**
   * Returns whether the map of an item is predicted in any case. Otherwise it is interpolated
   * between predicted ones, unless it is the first or the last of its sequence, or beside a bad
   * item or a cut between two shots.
   */
  default boolean isKey(I item) {
    return true;
  }

  /** Memory that an item and its decoded frame hold until the item is finished, in bytes. */
  long bytes(I item);

  /**
   * Decodes an item.
   *
   * @throws UserException if the item is bad, unless it is a {@link org.saliency.StorageException}
   */
  D decode(I item);

  /** Returns the frame of an item. */
  Frame frame(D decoded);

  /**
   * Makes the result of an item from its map, which has the model's output size and may contain
   * NaN; empty if the item has no result.
   */
  Optional<R> finish(I item, D decoded, SaliencyMap map) throws IOException;

  /** Makes the result of an item that could not be decoded; empty if it has none. */
  Optional<R> bad(I item, UserException error) throws IOException;

  /** Frees what the steps hold; called once, when no thread uses them any more. */
  @Override
  void close() throws IOException;
}
