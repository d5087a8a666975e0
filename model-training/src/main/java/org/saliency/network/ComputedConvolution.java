package org.saliency.network;

import java.util.List;

/** A way to compute a convolution: its tensors, shape and cost are those of the convolution. */
interface ComputedConvolution extends Operation {

  /** The convolution. */
  Convolution convolution();

  @Override
  default List<Parameter> parameters() {
    return convolution().parameters();
  }

  @Override
  default Shape output(List<Shape> inputs) {
    return convolution().output(inputs);
  }

  @Override
  default int fanIn() {
    return convolution().fanIn();
  }

  @Override
  default long multiplyAdds(Shape output) {
    return convolution().multiplyAdds(output);
  }

  @Override
  default String kind() {
    return convolution().kind();
  }
}
