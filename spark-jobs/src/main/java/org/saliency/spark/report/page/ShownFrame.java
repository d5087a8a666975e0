package org.saliency.spark.report.page;

import java.util.List;

/**
 * A frame on the page.
 *
 * @param video its video
 * @param caption frame number and remarks
 * @param pictures frame, truth and predictions, in this order, as available
 */
public record ShownFrame(String video, String caption, List<Picture> pictures) {}
