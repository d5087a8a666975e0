package org.saliency.spark.report.page;

import java.util.List;

/**
 * A frame on the page.
 *
 * @param video its video
 * @param caption which frame of it, and what there is to say of it
 * @param pictures the frame, its truth and its predictions, in this order, as far as they are there
 */
public record ShownFrame(String video, String caption, List<Picture> pictures) {}
