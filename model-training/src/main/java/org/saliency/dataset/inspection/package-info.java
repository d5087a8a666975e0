/**
 * Inspection of data sets before they are used: {@link org.saliency.dataset.inspection.Inspector}
 * reads some frames of each video and reports counts, sizes and problems.
 */
package org.saliency.dataset.inspection;
