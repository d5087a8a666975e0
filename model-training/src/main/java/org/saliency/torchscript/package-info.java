/**
 * A network as a TorchScript archive, and weights as the files that people have.
 *
 * <p>An archive is a stored zip of {@code data.pkl} (the module objects, their tensors by
 * reference), {@code data/N} (the tensors' values), {@code code/__torch__/…} (the classes and the
 * forward pass), {@code constants.pkl}, {@code version}, and {@code extra/saliency.json} (the
 * model's description). PyTorch opens it by {@code torch.jit.load} in Python, C++ and DJL.
 */
package org.saliency.torchscript;
