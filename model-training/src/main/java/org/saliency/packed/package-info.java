/**
 * Lists and maps of similar texts in little memory: names and paths of the frames of a video, of
 * which a large data set has millions. Names that count, such as {@code 000001.png} to {@code
 * 000540.png}, take as much as one name. Immutable; elements are made when they are asked for, so
 * that the list of a video's frames costs memory for the names alone.
 */
package org.saliency.packed;
