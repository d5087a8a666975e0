package org.saliency.pytorch;

import java.util.List;
import org.saliency.network.Code;
import org.saliency.network.Operation;

/** The mean of all channels as one. */
record MeanChannel() implements Operation {

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "torch.mean(%s, [1], True)", inputs.get(0));
  }
}
