package org.saliency.network;

/**
 * Output shape and cost of one operation.
 *
 * @param path dotted module path; empty for an operation without tensors
 * @param kind the operation, for example {@code Conv2d}
 * @param output shape of the result for one sample
 * @param parameters number of trained values
 * @param multiplyAdds multiply-adds for one sample, counted for convolutions
 */
public record LayerSummary(
    String path, String kind, Shape output, long parameters, long multiplyAdds) {

  static LayerSummary of(Network.Node node, Shape output) {
    long parameters =
        node.operation().parameters().stream()
            .filter(parameter -> parameter.role() == Parameter.Role.TRAINED)
            .mapToLong(parameter -> Tensor.elements(parameter.shape()))
            .sum();
    return new LayerSummary(
        node.path(),
        node.operation().kind(),
        output,
        parameters,
        node.operation().multiplyAdds(output));
  }
}
