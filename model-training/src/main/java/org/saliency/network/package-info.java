/**
 * The network described once, in Java.
 *
 * <p>A {@link org.saliency.network.Network} is a list of nodes, each an {@link
 * org.saliency.network.Operation} on the results of earlier nodes, in the order of execution.
 * Everything follows from that list: the names and shapes of parameters, their initial values
 * ({@link org.saliency.network.Weights}), output shapes and multiply-adds ({@link
 * org.saliency.network.LayerSummary}), the serving form ({@link org.saliency.network.ServingForm}),
 * and the TorchScript code that PyTorch runs (package {@code torchscript}). A new kind of layer is
 * one new operation; a new network is one new entry of {@link org.saliency.network.Networks}.
 */
package org.saliency.network;
