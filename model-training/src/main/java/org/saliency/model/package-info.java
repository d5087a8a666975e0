/**
 * A model is a network with its weights and description in one file.
 *
 * <p>In: a network and its weights, imported or trained. Out: a model file, a TorchScript archive
 * with {@code extra/saliency.json}. Package {@code torchscript} writes the archive, {@code
 * checkpoint} reads it, {@code pytorch} runs it.
 */
package org.saliency.model;
