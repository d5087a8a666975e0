/**
 * Description of the networks in Java.
 *
 * <p>A {@link org.saliency.network.Network} is a list of nodes, each an {@link
 * org.saliency.network.Operation} on the results of earlier nodes, in the order of execution. The
 * list determines the names, shapes and initial values of parameters ({@link
 * org.saliency.network.Weights}), output shapes and multiply-adds ({@link
 * org.saliency.network.LayerSummary}), the serving form ({@link org.saliency.network.ServingForm}),
 * and the TorchScript code that PyTorch runs (package {@code torchscript}) in a given {@link
 * org.saliency.network.Precision}. A new kind of layer is a new operation; a new network is a new
 * entry of {@link org.saliency.network.Networks}; optional parts are {@link
 * org.saliency.network.NetworkOptions}.
 */
package org.saliency.network;
