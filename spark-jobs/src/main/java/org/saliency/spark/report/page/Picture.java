package org.saliency.spark.report.page;

import java.util.Base64;
import org.saliency.drawing.FrameImage;
import org.saliency.frame.Frame;

/**
 * A picture embedded in the page.
 *
 * @param title caption
 * @param description alternative text
 * @param width in pixels
 * @param height in pixels
 * @param dataUri its content as a data URI
 */
public record Picture(String title, String description, int width, int height, String dataUri) {

  private static final float JPEG_QUALITY = 0.72f;

  static Picture of(String title, String description, Frame picture) {
    byte[] jpeg = FrameImage.jpeg(picture, JPEG_QUALITY);
    return new Picture(
        title,
        description,
        picture.size().width(),
        picture.size().height(),
        "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg));
  }
}
