package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;

/**
 * Adam and AdamW with PyTorch's betas 0.9 and 0.999 and epsilon 1e-8. They differ in weight decay:
 * Adam adds decay times parameter to the gradient; AdamW multiplies the parameter by one minus
 * learning rate times decay.
 *
 * <p>Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, 2014; Loshchilov and
 * Hutter, Decoupled Weight Decay Regularization, 2017.
 */
public class Adam extends Optimizer {

  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  static final double EPSILON = 1e-8;
  static final String MEAN = "mean";
  static final String VARIANCE = "variance";
  private static final float NO_CLIPPING = -1;

  /** What weight decay applies to. */
  public enum Decay {
    /** The gradient: Adam. */
    OF_GRADIENT,
    /** The parameter: AdamW. */
    OF_PARAMETER
  }

  private final double weightDecay;
  private final Decay decay;

  public Adam(List<ParameterGroup> groups, double weightDecay, Decay decay) {
    super(groups, List.of(MEAN, VARIANCE));
    this.weightDecay = weightDecay;
    this.decay = decay;
  }

  /** One kernel for many parameters on a GPU, where launches take longer than small kernels. */
  static Adam of(List<ParameterGroup> groups, double weightDecay, Decay decay) {
    boolean isGpu =
        groups.stream()
            .flatMap(group -> group.parameters().values().stream())
            .anyMatch(parameter -> parameter.getDevice().isGpu());
    return isGpu ? new FusedAdam(groups, weightDecay, decay) : new Adam(groups, weightDecay, decay);
  }

  @Override
  void update(NDArray parameter, NDArray gradient, Map<String, NDArray> moments, Rates rates) {
    double meanCorrection = 1 - Math.pow(BETA1, rates.step());
    double deviationCorrection = Math.sqrt(1 - Math.pow(BETA2, rates.step()));
    NDList inputs = new NDList(parameter, gradient, moments.get(MEAN), moments.get(VARIANCE));
    // DJL adds epsilon to the uncorrected deviation, PyTorch to the bias-corrected one.
    parameter
        .getNDArrayInternal()
        .adamUpdate(
            inputs,
            new NDList(parameter),
            (float) rates.learning(),
            (float) (rates.learning() * deviationCorrection / meanCorrection),
            (float) weightDecay,
            (float) rates.gradientScale(),
            NO_CLIPPING,
            (float) BETA1,
            (float) BETA2,
            (float) (EPSILON * deviationCorrection),
            true,
            decay == Decay.OF_PARAMETER);
  }
}
