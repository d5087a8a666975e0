/** The jobs, each its own summary: arguments, check, read, named steps, write, result. */
package org.saliency.spark.job;
