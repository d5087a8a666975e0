package org.saliency.pytorch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.saliency.frame.Frame;
import org.saliency.model.Model;
import org.saliency.network.ActivationHistograms;
import org.saliency.network.ServingForm;

/** Records how large the results of a model's convolutions are, on the CPU in float32. */
public final class ActivationRecorder implements AutoCloseable {

  private final TorchModule module;
  private final List<String> paths;
  private final List<String> signedPaths;

  private ActivationRecorder(TorchModule module, ServingForm form) {
    this.module = module;
    this.paths = ActivationHistograms.paths(form);
    this.signedPaths = ActivationHistograms.signedPaths(form);
  }

  /** Opens a model. */
  public static ActivationRecorder open(Model model) throws IOException {
    ServingForm form = model.observedForm();
    return new ActivationRecorder(ServingModel.module(form, Device.cpu()), form);
  }

  /** Paths of the convolutions. */
  public List<String> paths() {
    return paths;
  }

  /** Paths of those whose results may be negative. */
  public List<String> signedPaths() {
    return signedPaths;
  }

  /**
   * {@linkplain ActivationHistograms Histograms} of the results for one window of frames.
   *
   * @param cores threads of the forward pass
   * @return for each convolution the counts of its bins
   */
  public float[][] histograms(List<Frame> window, int cores) {
    return module.run(cores, () -> forward(window));
  }

  private float[][] forward(List<Frame> window) {
    try (NDManager arrays = module.arrays()) {
      NDArray input = TorchModule.frames(List.of(window), arrays);
      float[] counts = module.download(module.forward(new NDList(input)).singletonOrThrow());
      float[][] histograms = new float[paths.size()][];
      for (int i = 0; i < histograms.length; i++) {
        int first = i * ActivationHistograms.BINS;
        histograms[i] = Arrays.copyOfRange(counts, first, first + ActivationHistograms.BINS);
      }
      return histograms;
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
