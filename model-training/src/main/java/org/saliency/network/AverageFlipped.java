package org.saliency.network;

import java.util.List;
import java.util.Locale;

/**
 * The mean of the logits of frames and of their mirrored copies, mirrored back: [2 * batch, …]
 * becomes [batch, …]. In training it does nothing. Known as test-time augmentation.
 *
 * @param isServing whether it belongs to a serving form, which is never trained
 */
public record AverageFlipped(boolean isServing) implements Operation {

  AverageFlipped() {
    this(false);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0).withFrames(inputs.get(0).frames() / 2);
  }

  @Override
  public List<Operation> serving() {
    return List.of(new AverageFlipped(true));
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String logits = inputs.get(0);
    String mean =
        String.format(
            Locale.ROOT,
            "torch.mul(torch.add(%s, torch.flip(%s, [3])), 0.5)",
            half(logits, 0),
            half(logits, 1));
    code.assign(result, "%s", isServing ? mean : AppendFlipped.unlessTraining(self, logits, mean));
  }

  private static String half(String x, int index) {
    return String.format(Locale.ROOT, "torch.chunk(%s, 2)[%d]", x, index);
  }
}
