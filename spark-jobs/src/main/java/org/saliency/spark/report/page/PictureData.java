package org.saliency.spark.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Base64;
import java.util.List;

/**
 * The pictures of a video that the scripts of the page read, as JSON.
 *
 * @param width of the shown frames
 * @param height of the shown frames
 * @param mapHeight of each small map
 * @param rate frames per second of clips
 * @param clips first and last frame of each
 * @param frames in order
 */
record PictureData(
    int width,
    int height,
    int mapHeight,
    double rate,
    List<List<Integer>> clips,
    List<FrameData> frames) {

  /**
   * A frame.
   *
   * @param photo JPEG as base64; null without one
   * @param maps JPEG with maps below each other as base64; null without any
   * @param rows which maps there are: the truth, then each method
   * @param fixations x and y of each in thousandths; null if not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FrameData(
      int frame,
      String name,
      String photo,
      String maps,
      List<Boolean> rows,
      List<Integer> fixations) {}

  static PictureData of(VideoPictures pictures) {
    return new PictureData(
        pictures.shown().width(),
        pictures.shown().height(),
        pictures.mapSize().height(),
        pictures.rate(),
        pictures.clips().stream().map(clip -> List.of(clip.first(), clip.last())).toList(),
        pictures.frames().stream().map(PictureData::frame).toList());
  }

  private static FrameData frame(EmbeddedFrame frame) {
    Base64.Encoder base64 = Base64.getEncoder();
    return new FrameData(
        frame.index(),
        frame.name(),
        frame.photo().map(base64::encodeToString).orElse(null),
        frame.maps().jpeg().map(base64::encodeToString).orElse(null),
        frame.maps().rows(),
        frame.fixations().orElse(null));
  }
}
