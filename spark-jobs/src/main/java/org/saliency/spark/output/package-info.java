/**
 * What a run leaves behind, on any Hadoop file system: maps, tables, quarantine, manifest. A
 * segment is written to a staging folder of its attempt and published whole; what is published is
 * recorded, so that the next run leaves it out. One run at a time holds the folder by a lease.
 */
package org.saliency.spark.output;
