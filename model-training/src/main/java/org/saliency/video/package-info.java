/**
 * Image and video files: reading frames, writing videos.
 *
 * <p>A video file is read twice. {@link org.saliency.video.VideoIndex} scans its packets once,
 * usually without decoding, for the times and key frames. A {@link org.saliency.video.VideoSpan} of
 * the index is small and serializable; {@link org.saliency.video.VideoReader} decodes its frames
 * from the preceding key frame on any machine.
 *
 * <p>Videos are written in parts. {@link org.saliency.video.VideoWriter} encodes the pictures of
 * some frames with the source's times; {@link org.saliency.video.VideoJoiner} joins the parts by
 * copying.
 *
 * <p>FFmpeg decodes and encodes. Each native object is owned by one Java object, which frees it
 * when closed; nothing is left to the garbage collector.
 */
package org.saliency.video;
