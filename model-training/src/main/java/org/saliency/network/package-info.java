/**
 * The network described once, in Java.
 *
 * <p>A {@link org.saliency.network.Network} is a list of nodes, each an {@link
 * org.saliency.network.Operation} on the results of earlier nodes, in the order of execution.
 * Everything follows from that list: the names and shapes of parameters, their initial values
 * ({@link org.saliency.network.Weights}), output shapes and multiply-adds ({@link
 * org.saliency.network.LayerSummary}), the serving form ({@link org.saliency.network.ServingForm}),
 * and the TorchScript code that PyTorch runs (package {@code torchscript}), in the {@link
 * org.saliency.network.Precision} asked for. A new kind of layer is one new operation; a new
 * network is one new entry of {@link org.saliency.network.Networks}; what a network may have or
 * leave out is one of {@link org.saliency.network.NetworkOptions}.
 */
package org.saliency.network;
