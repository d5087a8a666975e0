/**
 * Files on any Hadoop file system: small files written whole, listings, copies, readers that seek.
 *
 * <p>Only this package and {@code output} write to Hadoop's file systems.
 */
package org.saliency.spark.storage;
