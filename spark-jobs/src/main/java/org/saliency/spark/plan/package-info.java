/**
 * Plans the work before any of it starts: videos are divided into segments, segments are assigned
 * to tasks, and frames that an earlier run published are left out. Independent of Spark and DJL.
 */
package org.saliency.spark.plan;
