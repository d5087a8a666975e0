package org.saliency.network;

import java.util.List;

/**
 * Selects the last frame of each window: [batch * window, …] becomes [batch, …].
 *
 * @param window frames in a window
 */
public record LastFrame(int window) implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0).withFrames(1);
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "%s", Code.everyNth(inputs.get(0), window - 1, window));
  }
}
