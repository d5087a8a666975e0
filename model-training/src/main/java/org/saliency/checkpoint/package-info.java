/**
 * Weights as files from anywhere: PyTorch checkpoints (zip and legacy), TorchScript archives,
 * safetensors.
 *
 * <p>In: the path of a file that nobody has checked. Out: named tensors. Pickles are read by an
 * interpreter of a few harmless opcodes, so nothing in a file is ever executed. Package {@code
 * model} maps the names to a network.
 */
package org.saliency.checkpoint;
