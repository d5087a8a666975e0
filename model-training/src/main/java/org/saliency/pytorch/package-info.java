/**
 * Inference with PyTorch through DJL.
 *
 * <p>In: a {@code Model} or an external TorchScript model, a device, batches of frames. Out:
 * saliency maps. Each native module belongs to one object, which closes it. In this Maven module
 * only this package and {@code training} depend on DJL; the Spark jobs share its models between
 * tasks (package {@code spark.serving}).
 */
package org.saliency.pytorch;
