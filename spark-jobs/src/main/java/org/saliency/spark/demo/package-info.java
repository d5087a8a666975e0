/**
 * The job {@code demo}: synthetic videos, training, {@code score}, {@code evaluate}, {@code
 * leaderboard} and {@code report} in one go, on a small scale.
 */
package org.saliency.spark.demo;
