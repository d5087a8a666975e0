/** The job {@code leaderboard}: results of several methods in, their ranking out. */
package org.saliency.spark.leaderboard;
