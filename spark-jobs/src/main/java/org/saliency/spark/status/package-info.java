/**
 * State of a run, from its output folder alone: what is planned and done, how fast, and who holds
 * the folder. Nothing is written, so a run can be followed from anywhere.
 */
package org.saliency.spark.status;
