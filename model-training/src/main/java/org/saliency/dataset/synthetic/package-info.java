/**
 * Makes data sets: videos of moving things, and simulated observers who look at them.
 *
 * <p>A {@code SyntheticVideo} is a row of scenes with cuts between them. A scene is a background
 * and a few moving things, of which one or two are attractive: in every video they have the same
 * kind of look (or motion), and go all over the frame. Observers pursue them late and inexactly,
 * change from one to another, glance at other things and return to the centre after a cut. So a
 * network can learn what a center prior cannot know.
 */
package org.saliency.dataset.synthetic;
