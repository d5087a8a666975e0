package org.saliency.dataset;

import java.util.Optional;

/**
 * Where one frame of a video lies.
 *
 * @param index its place in the video, from 0
 * @param name stem of the frame's file, as in {@code 000017}
 * @param image path of the picture
 * @param map path of the ground-truth map, when there is one
 * @param fixations path of the fixations, when there are any
 */
public record VideoFrame(
    int index, String name, String image, Optional<String> map, Optional<String> fixations) {}
