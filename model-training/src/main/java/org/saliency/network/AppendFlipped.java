package org.saliency.network;

import java.util.List;
import java.util.Locale;

/**
 * Appends the frames mirrored left to right: [batch, …] becomes [2 * batch, …]. In training it does
 * nothing, as {@link AverageFlipped}, which ends what it begins.
 *
 * @param isServing whether it belongs to a serving form, which is never trained
 */
public record AppendFlipped(boolean isServing) implements Operation {

  AppendFlipped() {
    this(false);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0).withFrames(2 * inputs.get(0).frames());
  }

  @Override
  public List<Operation> serving() {
    return List.of(new AppendFlipped(true));
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    String frames = inputs.get(0);
    String both = String.format(Locale.ROOT, "torch.cat([%1$s, torch.flip(%1$s, [3])], 0)", frames);
    code.assign(result, "%s", isServing ? both : unlessTraining(self, frames, both));
  }

  /** An expression with another value in training. */
  static String unlessTraining(Code.Self self, String training, String otherwise) {
    return training + " if " + self.attribute("training") + " else " + otherwise;
  }
}
