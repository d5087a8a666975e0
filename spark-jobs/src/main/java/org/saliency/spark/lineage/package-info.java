/**
 * Reports of runs to other systems: OpenLineage events of scoring and evaluation, MLflow runs of
 * training and evaluation.
 *
 * <p>Both are off by default and never fail a run: reports are sent by a thread of their own, the
 * first failure is logged as one warning, and nothing more is sent afterwards. The few JSON
 * messages are written here after the public specifications; the client libraries would add about 4
 * MB and a second version of Jackson to the job jar.
 */
package org.saliency.spark.lineage;
