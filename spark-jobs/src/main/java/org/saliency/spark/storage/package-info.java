/**
 * Files on any Hadoop file system.
 *
 * <p>{@link org.saliency.spark.storage.HadoopFiles} reads: lookups, listings, globs, streams that
 * seek. {@link org.saliency.spark.storage.WritableHadoopFiles} also writes: small files atomically,
 * staged files that are published later. Only this package and {@code output} write to Hadoop's
 * file systems.
 */
package org.saliency.spark.storage;
