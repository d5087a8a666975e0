package org.saliency.spark.report.page;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

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

  static Picture of(String title, String description, BufferedImage image) {
    return new Picture(
        title,
        description,
        image.getWidth(),
        image.getHeight(),
        "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg(image)));
  }

  private static byte[] jpeg(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality(JPEG_QUALITY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
