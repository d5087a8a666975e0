package org.saliency.spark.serving;

import java.io.Serializable;

/**
 * A file that Spark sends to the executors.
 *
 * @param name under which Spark has it
 * @param hash SHA-256, by which executors know that it came whole
 */
public record SentFile(String name, String hash) implements Serializable {}
