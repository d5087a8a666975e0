package org.saliency.spark.benchmark;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Writes frames as JPEG files of the quality that cameras give. */
final class Jpeg {

  private static final float QUALITY = 0.92f;

  private Jpeg() {}

  /** A frame as the bytes of a file. */
  static byte[] write(Frame frame) throws IOException {
    Size size = frame.size();
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < size.pixels(); i++) {
      int colour =
          (frame.rgb()[3 * i] & 0xff) << 16
              | (frame.rgb()[3 * i + 1] & 0xff) << 8
              | (frame.rgb()[3 * i + 2] & 0xff);
      image.setRGB(i % size.width(), i / size.width(), colour);
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
