/**
 * Data sets on disk: {@link org.saliency.dataset.Layout layouts} say where a folder keeps its
 * videos, {@link org.saliency.dataset.Datasets} reads them (file names alone, no picture is
 * opened), {@link org.saliency.dataset.Split} parts them into training and validation.
 */
package org.saliency.dataset;
