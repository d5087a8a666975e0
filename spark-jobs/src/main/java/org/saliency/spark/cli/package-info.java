/** The command line: one main class, one subcommand a job. */
package org.saliency.spark.cli;
