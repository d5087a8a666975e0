/**
 * Writes a network with its weights as a TorchScript archive.
 *
 * <p>An archive is a stored zip of {@code data.pkl} (the module objects, with their tensors by
 * reference), {@code data/N} (the values of the tensors), {@code code/__torch__/…} (the classes and
 * the forward pass), {@code constants.pkl}, {@code version} and extra files. PyTorch opens it with
 * {@code torch.jit.load} in Python, C++ and DJL. In: a network of package {@code network}. Out: a
 * file for package {@code pytorch}.
 */
package org.saliency.torchscript;
