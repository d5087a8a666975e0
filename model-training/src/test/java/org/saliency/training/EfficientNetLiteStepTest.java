package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.checkpoint.Formula;
import org.saliency.checkpoint.TorchArchive;
import org.saliency.network.Network;
import org.saliency.network.NetworkOptions;
import org.saliency.network.Networks;
import org.saliency.network.Precision;
import org.saliency.network.Tensor;
import org.saliency.pytorch.PyTorch;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.torchscript.ArchiveWriter;

/**
 * Compares a training step of a network with depthwise convolutions, ReLU6 and TensorFlow's batch
 * norms with the same step in Python, {@code networks/efficientnet_lite.py}.
 */
class EfficientNetLiteStepTest {

  private static final int BATCH = 4;
  private static final int HEIGHT = 44;
  private static final int WIDTH = 72;
  private static final int MAP_STEP = 137;

  /** Gradients differ by more than rounding where it flips the branch of a ReLU. */
  private static final double GRADIENT_TOLERANCE = 0.01;

  @TempDir private Path folder;

  @Test
  void mapsGradientsAndStatisticsEqualThoseOfTheNetworkWrittenInPython() throws Exception {
    JsonNode recorded =
        new ObjectMapper()
            .readTree(getClass().getResourceAsStream("/networks/efficientnet-lite.json"));
    Network network =
        Networks.named(
            "deeplab-efficientnet-lite0",
            NetworkOptions.of(
                Map.of("output-stride", "16", "skip-channels", "8", "output", "sigmoid")));
    ArchiveWriter.write(folder.resolve("M.pt"), network, Formula.weights(network), Map.of());
    try (ai.djl.Model model = PyTorch.newModel(Device.cpu())) {
      model.load(folder, "M", Map.of("trainParam", "true"));
      PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
      JniUtils.enableTrainingMode(block);
      step(model, block, recorded);
      assertStatistics(block, recorded);
    }
  }

  @Test
  void trainsDepthwiseConvolutionsInFloat32OnACpu() {
    Network lite = Networks.named("deeplab-efficientnet-lite1");
    Network resnet = Networks.named("deeplab-resnet18");
    Device gpu = Device.gpu();
    Device cpu = Device.cpu();
    assertThat(PyTorch.trainingPrecision(PrecisionChoice.AUTO, cpu, lite))
        .isEqualTo(Precision.FP32);
    assertThat(PyTorch.trainingPrecision(PrecisionChoice.BF16, cpu, lite))
        .isEqualTo(Precision.BF16);
    assertThat(PyTorch.trainingPrecision(PrecisionChoice.AUTO, gpu, lite))
        .isEqualTo(Precision.BF16);
    assertThat(PyTorch.trainingPrecision(PrecisionChoice.AUTO, cpu, resnet))
        .isEqualTo(PyTorch.precision(PrecisionChoice.AUTO, cpu));
  }

  private static void step(ai.djl.Model model, PtSymbolBlock block, JsonNode recorded) {
    ParameterStore store = new ParameterStore(model.getNDManager(), false);
    try (NDManager manager = model.getNDManager().newSubManager();
        GradientCollector gradients = model.getNDManager().getEngine().newGradientCollector()) {
      Shape frames = new Shape(BATCH, 3, HEIGHT, WIDTH);
      NDArray input = manager.create(spread(frames, 7), frames);
      NDArray maps = block.forward(store, new NDList(input), true).singletonOrThrow();
      float[] values = maps.toFloatArray();
      for (int i = 0; i < recorded.get("training").size(); i++) {
        assertThat((double) values[i * MAP_STEP])
            .as("value %d", i * MAP_STEP)
            .isCloseTo(recorded.get("training").get(i).asDouble(), within(1e-4));
      }
      gradients.backward(
          maps.mul(manager.create(spread(maps.getShape(), 3), maps.getShape())).sum());
      for (Map.Entry<String, JsonNode> entry : recorded.get("gradients").properties()) {
        float[] gradient =
            block.getDirectParameters().get(entry.getKey()).getArray().getGradient().toFloatArray();
        JsonNode first = entry.getValue().get("first");
        double tolerance = GRADIENT_TOLERANCE * entry.getValue().get("peak").asDouble();
        for (int i = 0; i < first.size(); i++) {
          assertThat((double) gradient[i])
              .as("%s[%d]", entry.getKey(), i)
              .isCloseTo(first.get(i).asDouble(), within(tolerance));
        }
      }
    }
  }

  private void assertStatistics(PtSymbolBlock block, JsonNode recorded) throws Exception {
    Path file = folder.resolve("after.pt");
    try (OutputStream stream = Files.newOutputStream(file)) {
      JniUtils.writeModule(block, stream, false);
    }
    try (TorchArchive archive = TorchArchive.open(file)) {
      Map<String, Tensor> after = archive.tensors();
      for (Map.Entry<String, JsonNode> entry : recorded.get("statistics").properties()) {
        float[] values = after.get(entry.getKey()).floats();
        for (int i = 0; i < entry.getValue().size(); i++) {
          assertThat((double) values[i])
              .as("%s[%d]", entry.getKey(), i)
              .isCloseTo(entry.getValue().get(i).asDouble(), within(1e-4));
        }
      }
      assertThat(after.get("encoder._bn0.num_batches_tracked").longs()).containsExactly(6);
    }
  }

  private static float[] spread(Shape shape, long offset) {
    return Formula.floats(Formula.spread((int) shape.size(), offset));
  }
}
