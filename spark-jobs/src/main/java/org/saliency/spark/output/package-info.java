/**
 * Output folder of a run on any Hadoop file system: maps, tables, videos.
 *
 * <p>A task writes a segment to a staging folder and publishes it as a whole; records of published
 * segments tell the next run what it can skip. A lease admits one run at a time.
 */
package org.saliency.spark.output;
