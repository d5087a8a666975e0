package org.saliency.pytorch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reduces the batch size when the device runs out of memory: a batch that fails is halved, down to
 * one frame, and later batches are no larger. The last part of a batch is padded, so that each
 * forward pass has the same shape.
 */
public final class BatchHalving implements MapPredictor {

  private static final Logger LOG = LoggerFactory.getLogger(BatchHalving.class);

  private final MapPredictor model;
  private volatile int limit = Integer.MAX_VALUE;

  /** Takes over the model and closes it when closed itself. */
  public BatchHalving(MapPredictor model) {
    this.model = model;
  }

  /** Current limit on the batch size; empty until a batch has run out of memory. */
  public OptionalInt limit() {
    int now = limit;
    return now == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(now);
  }

  @Override
  public Size outputSize() {
    return model.outputSize();
  }

  @Override
  public String device() {
    return model.device();
  }

  /**
   * {@inheritDoc}
   *
   * @throws UserException when the memory is too small for a single window
   */
  @Override
  public List<float[]> predictWindows(List<List<Frame>> windows, int cores) {
    return predict(model::predictWindows, windows, cores);
  }

  @Override
  public WindowSequence sequence() {
    WindowSequence sequence = model.sequence();
    return new WindowSequence() {
      @Override
      public List<float[]> predict(List<List<Frame>> windows, int cores) {
        return BatchHalving.this.predict(sequence, windows, cores);
      }

      @Override
      public void close() {
        sequence.close();
      }
    };
  }

  private List<float[]> predict(WindowSequence predictor, List<List<Frame>> windows, int cores) {
    List<float[]> maps = new ArrayList<>();
    while (maps.size() < windows.size()) {
      int batch = Math.min(limit, windows.size());
      int count = Math.min(batch, windows.size() - maps.size());
      try {
        maps.addAll(predictor.predict(part(windows, maps.size(), batch), cores).subList(0, count));
      } catch (EngineException e) {
        if (!DeviceErrors.isOutOfMemory(e)) {
          throw e;
        }
        halve(batch, e);
      }
    }
    return maps;
  }

  /** A batch of windows from an index on, padded with the last window. */
  private static List<List<Frame>> part(List<List<Frame>> windows, int from, int batch) {
    List<List<Frame>> part =
        new ArrayList<>(windows.subList(from, Math.min(from + batch, windows.size())));
    while (part.size() < batch) {
      part.add(part.get(part.size() - 1));
    }
    return part;
  }

  private synchronized void halve(int batch, EngineException e) {
    if (batch == 1) {
      throw UserException.device(
          e,
          "%s has too little memory for a single frame: run fewer concurrent tasks on it, or use a"
              + " model with a smaller input size or another device",
          model.device());
    }
    if (batch / 2 < limit) {
      limit = batch / 2;
      LOG.warn(
          "{} has too little memory for a batch of {} frames: continuing with {}",
          model.device(),
          batch,
          limit);
    }
    if (model.device().startsWith("gpu")) {
      JniUtils.emptyCudaCache();
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
