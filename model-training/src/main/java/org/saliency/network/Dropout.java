package org.saliency.network;

import java.util.List;

/**
 * Sets values to zero at random while training and scales the others up, so that the mean stays;
 * otherwise it does nothing ({@code torch.nn.Dropout}).
 *
 * <p>Source: Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting,
 * 2014.
 *
 * @param probability that a value becomes zero
 */
public record Dropout(double probability) implements Operation {

  @Override
  public List<Operation> serving() {
    return List.of();
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(
        result,
        "torch.dropout(%s, %s, %s)",
        inputs.get(0),
        Double.toString(probability),
        self.attribute("training"));
  }
}
