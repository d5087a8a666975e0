package org.saliency.network;

import java.util.List;

/** The sum of two inputs of equal shape. Overwrites the first, which no other operation reads. */
public record Add() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch.add_(%s, %s)", inputs.get(0), inputs.get(1));
  }
}
