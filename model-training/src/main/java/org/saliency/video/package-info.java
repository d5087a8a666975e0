/**
 * Where frames come from and go to: files of one picture each, and video files.
 *
 * <p>A video file is read twice. {@link org.saliency.video.VideoIndex} goes through its packets
 * once, without decoding them, and knows every frame's number, time and whether it is a key frame.
 * A {@link org.saliency.video.VideoSpan} cut from the index is small and serializable; wherever it
 * arrives, {@link org.saliency.video.VideoReader} decodes exactly its frames from the key frame
 * before them.
 *
 * <p>Videos are written in parts. A {@link org.saliency.video.VideoWriter} encodes the pictures of
 * some frames, maps or frames to look at, with the source's times; {@link
 * org.saliency.video.VideoJoiner} makes one file of the parts by copying.
 *
 * <p>FFmpeg decodes and encodes. Each native object belongs to one Java object, which frees it when
 * it is closed; nothing is left to the garbage collector.
 */
package org.saliency.video;
