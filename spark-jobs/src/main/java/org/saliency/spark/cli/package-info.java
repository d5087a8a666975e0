/**
 * The command line: one main class, one subcommand for each job.
 *
 * <p>In: arguments and configuration files. Out: validated arguments and settings for a job, its
 * results on standard output, one line for an error, an exit code. Options that commands share are
 * mixins; help texts take defaults and lists from {@link org.saliency.spark.cli.HelpTexts}.
 */
package org.saliency.spark.cli;
