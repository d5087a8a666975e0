/**
 * Generates data sets: videos of moving objects and simulated observers. In: settings. Out: a
 * folder in the layout {@code msu-savam}.
 *
 * <p>A {@code SyntheticVideo} is a sequence of scenes separated by cuts. A scene has a background
 * and a few moving objects, one or two of them attractive, with the same kind of appearance or
 * motion in every video. Observers pursue them with a delay and an offset, switch between them,
 * glance at other objects, and return to the centre after a cut. A network can thus learn what a
 * center prior cannot.
 */
package org.saliency.dataset.synthetic;
