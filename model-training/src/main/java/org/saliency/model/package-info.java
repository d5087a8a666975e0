/**
 * A model: a network, its weights and its description in one file.
 *
 * <p>In: a network and weights, imported or trained. Out: the model file, which is a TorchScript
 * archive with {@code extra/saliency.json}. Package {@code torchscript} writes the archive, {@code
 * checkpoint} reads it, {@code pytorch} runs it.
 */
package org.saliency.model;
