package org.saliency.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces {@link OneDnnConvolution}s with distant taps and many channels, as the ASPP of ResNets
 * has them, by {@link AtrousConvolution}s. For nearer taps or fewer channels, the whole kernel is
 * faster.
 */
final class AtrousConvolutions {

  private static final int LEAST_DILATION = 6;
  private static final int LEAST_CHANNELS = 512;

  private static final int ROWS = 3;

  private AtrousConvolutions() {}

  static ServingForm in(ServingForm form) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(form.weights().tensors());
    List<Network.Node> nodes = new ArrayList<>();
    for (Network.Node node : form.network().nodes()) {
      if (node.operation() instanceof OneDnnConvolution whole && isFasterByRows(whole)) {
        AtrousConvolution byRows =
            new AtrousConvolution(whole.convolution(), whole.tail(), whole.size());
        nodes.add(new Network.Node(node.path(), byRows, node.inputs()));
        putRows(tensors, node.path(), byRows);
      } else {
        nodes.add(node);
      }
    }
    Network network = form.network();
    return new ServingForm(
        new Network(network.name(), network.options(), nodes),
        new Weights(tensors),
        form.precision());
  }

  static boolean isFasterByRows(OneDnnConvolution whole) {
    Convolution convolution = whole.convolution();
    return convolution.kernel() == ROWS
        && convolution.stride() == 1
        && !convolution.isDepthwise()
        && !whole.tail().isSum()
        && convolution.dilation() >= LEAST_DILATION
        && convolution.inputs() >= LEAST_CHANNELS;
  }

  static void putRows(Map<String, Tensor> tensors, String path, AtrousConvolution convolution) {
    Tensor kernel = tensors.get(path + ".weight");
    tensors.put(path + ".weight", row(kernel, 1));
    if (convolution.hasOuterRows()) {
      tensors.put(path + "." + AtrousConvolution.ABOVE, row(kernel, 0));
      tensors.put(path + "." + AtrousConvolution.BELOW, row(kernel, 2));
    }
  }

  /** One row of each kernel. */
  private static Tensor row(Tensor kernels, int index) {
    long[] shape = kernels.shape();
    int columns = (int) shape[3];
    float[] all = kernels.floats();
    float[] row = new float[all.length / ROWS];
    for (int i = 0; i < row.length / columns; i++) {
      System.arraycopy(all, (i * ROWS + index) * columns, row, i * columns, columns);
    }
    long[] rowShape = Arrays.copyOf(shape, shape.length);
    rowShape[2] = 1;
    return Tensor.of(rowShape, row);
  }
}
