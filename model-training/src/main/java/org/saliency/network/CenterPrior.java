package org.saliency.network;

import java.util.List;

/**
 * Adds a learned map to the logits: how likely people are to look at each part of a frame,
 * independent of its content. The map has {@value #ROWS} rows and {@value #COLUMNS} columns, is
 * resized bilinearly to the logits, and starts at zero.
 *
 * <p>Source: the learned priors of Cornia et al., A Deep Multi-Level Network for Saliency
 * Prediction, 2016.
 */
public record CenterPrior() implements Operation {

  private static final int ROWS = 9;
  private static final int COLUMNS = 16;

  /** The kind of center prior in a network. */
  public enum Choice {
    /** None. */
    NONE,
    /** A learned one. */
    LEARNED
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(
            "weight",
            new long[] {1, 1, ROWS, COLUMNS},
            Parameter.Role.TRAINED,
            Parameter.Initial.ZEROS));
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(
        result,
        "torch.add(%1$s, torch.upsample_bilinear2d(%2$s, [torch.size(%1$s, 2), torch.size(%1$s,"
            + " 3)], False, None))",
        inputs.get(0),
        self.attribute("weight"));
  }
}
