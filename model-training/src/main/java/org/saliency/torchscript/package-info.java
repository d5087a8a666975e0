/**
 * Writes a network with its weights as a TorchScript archive.
 *
 * <p>An archive is an uncompressed zip of {@code data.pkl} (the module objects, which refer to
 * their tensors), {@code data/N} (the values of the tensors), {@code code/__torch__/…} (the classes
 * and the forward pass), {@code constants.pkl}, {@code version} and extra files. PyTorch opens it
 * with {@code torch.jit.load} in Python, C++ and DJL. In: a network of package {@code network}.
 * Out: a file for package {@code pytorch}.
 */
package org.saliency.torchscript;
