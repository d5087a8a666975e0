package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.UserException;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

class BatchHalvingTest {

  private static final Size PIXEL = new Size(1, 1);

  /** Returns the red value of each frame as its map; runs out of memory above a batch size. */
  private static final class SmallDevice implements MapPredictor {

    private final int capacity;
    private final List<Integer> batches = new ArrayList<>();

    SmallDevice(int capacity) {
      this.capacity = capacity;
    }

    @Override
    public Size outputSize() {
      return PIXEL;
    }

    @Override
    public String device() {
      return "cpu()";
    }

    @Override
    public List<float[]> predictWindows(List<List<Frame>> windows, int cores) {
      batches.add(windows.size());
      if (windows.size() > capacity) {
        throw new EngineException("CUDA out of memory. Tried to allocate 20.00 GiB");
      }
      return windows.stream().map(window -> new float[] {window.get(0).rgb()[0]}).toList();
    }

    @Override
    public void close() {}
  }

  private static List<List<Frame>> windows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> List.of(new Frame(PIXEL, new byte[] {(byte) i, 0, 0})))
        .toList();
  }

  private static List<Float> reds(List<float[]> maps) {
    return maps.stream().map(map -> map[0]).toList();
  }

  @Test
  void halvesABatchUntilItFitsTheMemory() {
    SmallDevice device = new SmallDevice(3);
    BatchHalving model = new BatchHalving(device);

    assertThat(reds(model.predictWindows(windows(8), 1)))
        .containsExactly(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f);
    assertThat(device.batches).containsExactly(8, 4, 2, 2, 2, 2);
    assertThat(model.limit()).hasValue(2);
  }

  @Test
  void laterBatchesAreNoLargerAndTheirLastPartIsPadded() {
    SmallDevice device = new SmallDevice(2);
    BatchHalving model = new BatchHalving(device);
    model.predictWindows(windows(4), 1);
    device.batches.clear();

    assertThat(reds(model.predictWindows(windows(5), 1))).containsExactly(0f, 1f, 2f, 3f, 4f);
    assertThat(device.batches).containsExactly(2, 2, 2);
  }

  @Test
  void passesABatchThatFitsUnchanged() {
    SmallDevice device = new SmallDevice(8);
    BatchHalving model = new BatchHalving(device);

    model.predictWindows(windows(8), 1);

    assertThat(device.batches).containsExactly(8);
    assertThat(model.limit()).isEmpty();
  }

  @Test
  void namesADeviceWithTooLittleMemoryForOneFrame() {
    BatchHalving model = new BatchHalving(new SmallDevice(0));

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> model.predictWindows(windows(4), 1))
        .withMessageContaining("cpu() has too little memory for a single frame")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.DEVICE));
  }
}
