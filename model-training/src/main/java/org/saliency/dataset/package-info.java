/**
 * Data sets on disk. A {@link org.saliency.dataset.Layout} describes a folder structure, {@link
 * org.saliency.dataset.Datasets} lists the videos (without opening images), {@link
 * org.saliency.dataset.Split} splits them, and {@link org.saliency.dataset.FrameFiles} reads
 * frames, maps and fixations.
 */
package org.saliency.dataset;
