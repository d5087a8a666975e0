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

  /** Gives each frame's red as its map; fails for want of memory above a batch size. */
  private static final class SmallDevice implements MapPredictor {

    private final int holds;
    private final List<Integer> batches = new ArrayList<>();

    SmallDevice(int holds) {
      this.holds = holds;
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
      if (windows.size() > holds) {
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
  void aBatchThatFailsForWantOfMemoryIsHalvedUntilItFits() {
    SmallDevice device = new SmallDevice(3);
    BatchHalving model = new BatchHalving(device);

    assertThat(reds(model.predictWindows(windows(8), 1)))
        .containsExactly(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f);
    assertThat(device.batches).containsExactly(8, 4, 2, 2, 2, 2);
    assertThat(model.limit()).hasValue(2);
  }

  @Test
  void laterBatchesAreNoLargerAndTheirLastPartIsFilledUp() {
    SmallDevice device = new SmallDevice(2);
    BatchHalving model = new BatchHalving(device);
    model.predictWindows(windows(4), 1);
    device.batches.clear();

    assertThat(reds(model.predictWindows(windows(5), 1))).containsExactly(0f, 1f, 2f, 3f, 4f);
    assertThat(device.batches).containsExactly(2, 2, 2);
  }

  @Test
  void aDeviceThatHoldsTheBatchIsGivenItWhole() {
    SmallDevice device = new SmallDevice(8);
    BatchHalving model = new BatchHalving(device);

    model.predictWindows(windows(8), 1);

    assertThat(device.batches).containsExactly(8);
    assertThat(model.limit()).isEmpty();
  }

  @Test
  void aDeviceThatDoesNotHoldOneFrameIsNamed() {
    BatchHalving model = new BatchHalving(new SmallDevice(0));

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> model.predictWindows(windows(4), 1))
        .withMessageContaining("memory of cpu() does not hold a single frame")
        .satisfies(fault -> assertThat(fault.kind()).isEqualTo(UserException.Kind.DEVICE));
  }

  @Test
  void failuresForWantOfMemoryAreToldFromOthers() {
    assertThat(
            PyTorch.lacksMemory(
                new EngineException("CUDA out of memory. Tried to allocate 20.00 MiB")))
        .isTrue();
    assertThat(
            PyTorch.lacksMemory(
                new EngineException("DefaultCPUAllocator: can't allocate memory: you tried ...")))
        .isTrue();
    assertThat(PyTorch.lacksMemory(new EngineException("expected scalar type Float"))).isFalse();
    assertThat(PyTorch.lacksMemory(new EngineException((String) null))).isFalse();
  }
}
