package org.saliency.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.saliency.temporary.TemporaryFiles;
import org.saliency.torchscript.ArchiveWriter;

/**
 * Adam and AdamW with PyTorch's fused kernels, which update many parameters at once. DJL has no
 * such operation, so a TorchScript module calls it; it is freed with the parameters' manager.
 */
final class FusedAdam extends Adam {

  private static final String STEP = "step";

  private static final String CODE =
      """
        def %s(self: %s,
          parameters: List[Tensor],
          gradients: List[Tensor],
          means: List[Tensor],
          variances: List[Tensor],
          steps: List[Tensor],
          divisor: Tensor,
          rate: float) -> Tensor:
          _0 = torch.%s(parameters, gradients, means, variances, annotate(List[Tensor], []), steps, \
      lr=rate, beta1=%s, beta2=%s, weight_decay=%s, eps=%s, amsgrad=False, maximize=False, \
      grad_scale=divisor, found_inf=None)
          _1 = torch._foreach_zero_(gradients)
          return divisor
      """;

  private final PtNDManager manager;
  private final PtSymbolBlock module;

  FusedAdam(List<ParameterGroup> groups, double weightDecay, Decay decay) {
    super(groups, weightDecay, decay);
    NDArray any = groups.get(0).parameters().values().iterator().next();
    this.manager = (PtNDManager) any.getManager();
    String operation = decay == Decay.OF_PARAMETER ? "_fused_adamw_" : "_fused_adam_";
    this.module =
        load(
            String.format(
                Locale.ROOT,
                CODE,
                STEP,
                ArchiveWriter.METHODS_TYPE,
                operation,
                BETA1,
                BETA2,
                weightDecay,
                EPSILON));
  }

  private PtSymbolBlock load(String code) {
    try {
      Path archive = TemporaryFiles.file("adam", ".pt");
      try {
        ArchiveWriter.writeMethods(archive, code);
        return JniUtils.loadModule(manager, archive, true, new String[0], new String[0], false);
      } finally {
        Files.deleteIfExists(archive);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the optimizer to a temporary file", e);
    }
  }

  @Override
  void update(List<Slot> group, Rates rates) {
    try (NDManager arrays = manager.newSubManager()) {
      PtNDArray step = (PtNDArray) arrays.create((float) rates.step());
      PtNDArray divisor = (PtNDArray) arrays.create((float) (1 / rates.gradientScale()));
      IValue[] arguments = {
        list(group, Slot::parameter),
        list(group, slot -> gradient(slot.parameter(), arrays)),
        list(group, slot -> slot.moments().get(MEAN)),
        list(group, slot -> slot.moments().get(VARIANCE)),
        list(group, slot -> step),
        IValue.from(divisor),
        IValue.from(rates.learning())
      };
      try (IValue result = IValueUtils.runMethod(module, STEP, arguments)) {
        for (IValue argument : arguments) {
          argument.close();
        }
      }
    }
  }

  private static NDArray gradient(NDArray parameter, NDManager arrays) {
    NDArray gradient = parameter.getGradient();
    gradient.attach(arrays);
    return gradient;
  }

  private static IValue list(List<Slot> group, Function<Slot, NDArray> array) {
    return IValue.listFrom(
        group.stream().map(slot -> (PtNDArray) array.apply(slot)).toArray(PtNDArray[]::new));
  }

  @Override
  void update(NDArray parameter, NDArray gradient, Map<String, NDArray> moments, Rates rates) {
    throw new IllegalStateException("the parameters of a group are updated together");
  }
}
