package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Precision;
import org.saliency.network.ServingTarget;
import org.saliency.network.ServingTarget.Convolutions;

/** Windows that share frames give the maps of windows on their own. */
class SharedFramesTest {

  private static final Size SIZE = new Size(64, 48);
  private static final int WINDOW = 3;

  private static final Model RESNET =
      model("deeplab-resnet18", Map.of("skip-channels", "8", "output-stride", "16"));

  private static Model model(String network, Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("window", Integer.toString(WINDOW));
    return Model.create(network, NetworkOptions.of(all), SIZE, 3);
  }

  private static ServingModel open(Model model, Precision precision, Convolutions convolutions)
      throws IOException {
    return ServingModel.open(model, Device.cpu(), new ServingTarget(precision, convolutions));
  }

  private static List<Frame> frames(int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] rgb = new byte[3 * SIZE.pixels()];
              random.nextBytes(rgb);
              return new Frame(SIZE, rgb);
            })
        .toList();
  }

  private static Frame blank(Size size) {
    return new Frame(size, new byte[3 * size.pixels()]);
  }

  /** A window for each frame; the first is repeated before the start. */
  private static List<List<Frame>> windows(List<Frame> frames) {
    List<List<Frame>> windows = new ArrayList<>();
    for (int last = 0; last < frames.size(); last++) {
      List<Frame> window = new ArrayList<>();
      for (int i = last - WINDOW + 1; i <= last; i++) {
        window.add(frames.get(Math.max(0, i)));
      }
      windows.add(window);
    }
    return windows;
  }

  private static List<float[]> inBatches(
      WindowSequence predictor, List<List<Frame>> windows, int batch) {
    List<float[]> maps = new ArrayList<>();
    for (int from = 0; from < windows.size(); from += batch) {
      List<List<Frame>> part =
          new ArrayList<>(windows.subList(from, Math.min(from + batch, windows.size())));
      int count = part.size();
      while (part.size() < batch) {
        part.add(part.get(part.size() - 1));
      }
      maps.addAll(predictor.predict(part, 1).subList(0, count));
    }
    return maps;
  }

  private static void assertEqual(List<float[]> actual, List<float[]> expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      for (int k = 0; k < actual.get(i).length; k++) {
        assertThat((double) actual.get(i)[k])
            .as("map %d, value %d", i, k)
            .isCloseTo(expected.get(i)[k], within(tolerance));
      }
    }
  }

  private static void assertSame(ServingModel model, int batch, double tolerance) {
    List<List<Frame>> windows = new ArrayList<>(windows(frames(5, 1)));
    windows.addAll(windows(frames(4, 2))); // another video
    List<float[]> expected = inBatches(model::predictWindows, windows, batch);
    try (WindowSequence sequence = model.sequence()) {
      assertEqual(inBatches(sequence, windows, batch), expected, tolerance);
      // Again from the start, with features of other frames kept.
      assertEqual(
          inBatches(sequence, windows.subList(0, 4), batch), expected.subList(0, 4), tolerance);
    }
  }

  @Test
  void mapsAreThoseOfWindowsOnTheirOwn() throws IOException {
    try (ServingModel model = open(RESNET, Precision.FP32, Convolutions.ONE_DNN)) {
      assertSame(model, 1, 1e-6);
      assertSame(model, 4, 1e-6);
    }
    try (ServingModel model = open(RESNET, Precision.FP32, Convolutions.PYTORCH)) {
      assertSame(model, 2, 1e-6);
    }
  }

  @Test
  void mapsOfEfficientNetInBfloat16AreThoseOfWindowsOnTheirOwn() throws IOException {
    Model lite = model("deeplab-efficientnet-lite0", Map.of("output-stride", "32"));
    try (ServingModel model = open(lite, Precision.BF16, Convolutions.ONE_DNN)) {
      assertSame(model, 2, 1e-6);
    }
  }

  @Test
  void sequencesDoNotShareFeatures() throws IOException {
    try (ServingModel model = open(RESNET, Precision.FP32, Convolutions.ONE_DNN);
        WindowSequence first = model.sequence();
        WindowSequence second = model.sequence()) {
      List<List<Frame>> windows = windows(frames(4, 5));
      List<float[]> expected = inBatches(model::predictWindows, windows, 2);
      List<float[]> maps = new ArrayList<>(first.predict(windows.subList(0, 2), 1));
      assertEqual(inBatches(second, windows, 2), expected, 1e-6);
      maps.addAll(first.predict(windows.subList(2, 4), 1));
      assertEqual(maps, expected, 1e-6);
    }
  }

  @Test
  void aSequenceGoesOnAfterAnError() throws IOException {
    try (ServingModel model = open(RESNET, Precision.FP32, Convolutions.ONE_DNN);
        WindowSequence sequence = model.sequence()) {
      List<List<Frame>> windows = windows(frames(4, 6));
      List<float[]> expected = inBatches(model::predictWindows, windows, 2);
      sequence.predict(windows.subList(0, 2), 1);
      List<Frame> mixed = List.of(blank(new Size(32, 48)), blank(SIZE), blank(SIZE));

      assertThatThrownBy(() -> sequence.predict(List.of(mixed, mixed), 1))
          .isInstanceOf(IllegalArgumentException.class);

      assertEqual(sequence.predict(windows.subList(2, 4), 1), expected.subList(2, 4), 1e-6);
    }
  }

  @Test
  void aNetworkOfSingleFramesHasNothingToShare() throws IOException {
    Model single = Model.create("deeplab-resnet18", SIZE, 3);
    try (ServingModel model = open(single, Precision.FP32, Convolutions.ONE_DNN);
        WindowSequence sequence = model.sequence()) {
      List<List<Frame>> windows = frames(2, 4).stream().map(List::of).toList();
      assertEqual(sequence.predict(windows, 1), model.predictWindows(windows, 1), 0);
    }
  }
}
