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
 * Predicts in smaller batches where the device's memory does not hold what it is given: a batch
 * that fails for want of memory is halved, down to one frame, and later ones are no larger. The
 * last part of a batch is filled up, so that each forward pass has the same shape.
 */
public final class BatchHalving implements MapPredictor {

  private static final Logger LOG = LoggerFactory.getLogger(BatchHalving.class);

  private final MapPredictor model;
  private volatile int limit = Integer.MAX_VALUE;

  /** Closes the model when it is closed itself. */
  public BatchHalving(MapPredictor model) {
    this.model = model;
  }

  /** The largest batch that is tried any more; empty while none has failed for want of memory. */
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
   * @throws UserException when memory does not hold a single window
   */
  @Override
  public List<float[]> predictWindows(List<List<Frame>> windows, int cores) {
    List<float[]> maps = new ArrayList<>();
    while (maps.size() < windows.size()) {
      int batch = Math.min(limit, windows.size());
      try {
        maps.addAll(part(windows, maps.size(), batch, cores));
      } catch (EngineException e) {
        if (!PyTorch.lacksMemory(e)) {
          throw e;
        }
        halve(batch, e);
      }
    }
    return maps;
  }

  /** The maps of the windows from a place on, no more than a batch of them. */
  private List<float[]> part(List<List<Frame>> windows, int from, int batch, int cores) {
    List<List<Frame>> part =
        new ArrayList<>(windows.subList(from, Math.min(from + batch, windows.size())));
    int wanted = part.size();
    while (part.size() < batch) {
      part.add(part.get(part.size() - 1));
    }
    return model.predictWindows(part, cores).subList(0, wanted);
  }

  private synchronized void halve(int batch, EngineException fault) {
    if (batch == 1) {
      throw UserException.device(
          fault,
          "the memory of %s does not hold a single frame: run fewer tasks on it side by side, take"
              + " a model with a smaller input size, or another device",
          model.device());
    }
    if (batch / 2 < limit) {
      limit = batch / 2;
      LOG.warn(
          "the memory of {} does not hold a batch of {} frames: going on with {}",
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
