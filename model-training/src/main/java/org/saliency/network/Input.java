package org.saliency.network;

import java.util.List;

/**
 * The network's input: normalised float32 planes.
 *
 * @param shape the shape that a summary is made for; any height and width run
 */
public record Input(Shape shape) implements Operation {

  @Override
  public Shape output(List<Shape> inputs) {
    return shape;
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign(result, "input");
  }
}
