/**
 * Reads weights from untrusted files: PyTorch checkpoints (zip and legacy), TorchScript archives
 * and safetensors; writes safetensors.
 *
 * <p>In: the path of a file. Out: named tensors. Pickles are read by an interpreter of a few
 * harmless opcodes, so no code in a file is ever executed. Package {@code model} maps the names to
 * a network.
 */
package org.saliency.checkpoint;
