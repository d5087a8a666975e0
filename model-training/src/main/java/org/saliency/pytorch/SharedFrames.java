package org.saliency.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.torchscript.WindowMethods;

/**
 * Predictions of a recurrent network that encodes each frame once. The features of the frames of
 * the last window are kept on the device for the next call, no others. Frames are encoded in
 * batches of the size of the call, so that maps do not depend on how many are new.
 */
final class SharedFrames implements WindowSequence {

  private final TorchModule module;
  private final Size outputSize;

  /** Numbers of the frames whose features are known. */
  private final Map<Frame, Integer> numbers = new IdentityHashMap<>();

  private NDList features = new NDList();

  /** Owns the features that are kept. */
  private NDManager kept;

  SharedFrames(TorchModule module, Size outputSize) {
    this.module = module;
    this.outputSize = outputSize;
    this.kept = module.arrays();
  }

  @Override
  public List<float[]> predict(List<List<Frame>> windows, int cores) {
    return module.run(cores, () -> forward(windows));
  }

  private List<float[]> forward(List<List<Frame>> windows) {
    boolean isDone = false;
    try (NDManager arrays = module.arrays()) {
      encode(windows, arrays);
      List<float[]> maps = decode(windows, arrays);
      keep(windows.get(windows.size() - 1), arrays);
      isDone = true;
      return maps;
    } finally {
      if (!isDone) {
        forget();
      }
    }
  }

  /** Encodes the frames that are new. */
  private void encode(List<List<Frame>> windows, NDManager arrays) {
    Set<Frame> known = Collections.newSetFromMap(new IdentityHashMap<>());
    known.addAll(numbers.keySet());
    List<Frame> fresh = windows.stream().flatMap(List::stream).filter(known::add).toList();
    int batch = windows.size();
    for (int from = 0; from < fresh.size(); from += batch) {
      List<Frame> part = fresh.subList(from, Math.min(from + batch, fresh.size()));
      List<List<Frame>> padded = new ArrayList<>(part.stream().map(List::of).toList());
      while (padded.size() < batch) {
        padded.add(padded.get(padded.size() - 1));
      }
      NDList input = new NDList(TorchModule.frames(padded, arrays));
      NDList encoded = module.call(WindowMethods.ENCODE, arrays, input);
      if (part.size() < batch) {
        long[] first = LongStream.range(0, part.size()).toArray();
        encoded = select(first, encoded, arrays);
      }
      features =
          features.isEmpty()
              ? encoded
              : module.call(WindowMethods.JOIN, arrays, new NDList(features).addAll(encoded));
      part.forEach(frame -> numbers.put(frame, numbers.size()));
    }
  }

  private List<float[]> decode(List<List<Frame>> windows, NDManager arrays) {
    long[] all = windows.stream().flatMap(List::stream).mapToLong(numbers::get).toArray();
    long[] last = windows.stream().mapToLong(window -> numbers.get(last(window))).toArray();
    NDList arguments = new NDList(arrays.create(all), arrays.create(last)).addAll(features);
    NDArray maps = module.call(WindowMethods.DECODE, arrays, arguments).singletonOrThrow();
    return TorchModule.maps(module.download(maps), windows.size(), outputSize);
  }

  private static Frame last(List<Frame> window) {
    return window.get(window.size() - 1);
  }

  /** Keeps the features of one window. */
  private void keep(List<Frame> window, NDManager arrays) {
    Set<Frame> frames = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Frame> distinct = window.stream().filter(frames::add).toList();
    NDList selected = select(distinct.stream().mapToLong(numbers::get).toArray(), features, arrays);
    NDManager next = module.arrays();
    selected.attach(next);
    forget();
    kept.close();
    kept = next;
    features = selected;
    distinct.forEach(frame -> numbers.put(frame, numbers.size()));
  }

  private NDList select(long[] frames, NDList of, NDManager arrays) {
    NDList arguments = new NDList(arrays.create(frames)).addAll(of);
    return module.call(WindowMethods.SELECT, arrays, arguments);
  }

  private void forget() {
    numbers.clear();
    features = new NDList();
  }

  @Override
  public void close() {
    forget();
    kept.close();
  }
}
