/**
 * PyTorch through DJL: opens models on a device and runs them forward.
 *
 * <p>In: a {@code Model} or an external TorchScript file, a device, batches of frames. Out:
 * saliency maps. Each native module belongs to one object that closes it. Of the packages of this
 * module only this one and {@code training} know DJL; the Spark jobs share its models between tasks
 * (package {@code spark.serving}).
 */
package org.saliency.pytorch;
