package org.saliency.network;

import java.util.List;

/**
 * Zeroes random values in training and scales the others up to keep the mean; no effect otherwise
 * ({@code torch.nn.Dropout}).
 *
 * <p>Source: Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting,
 * 2014.
 *
 * @param probability probability that a value becomes zero
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
