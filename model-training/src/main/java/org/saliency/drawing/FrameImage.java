package org.saliency.drawing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.saliency.frame.Frame;
import org.saliency.frame.Size;

/** Converts frames to Java images and to JPEG files. */
public final class FrameImage {

  private FrameImage() {}

  /** The frame as an image of type {@link BufferedImage#TYPE_INT_RGB}. */
  public static BufferedImage of(Frame frame) {
    int width = frame.size().width();
    int height = frame.size().height();
    byte[] rgb = frame.rgb();
    int[] colours = new int[width * height];
    for (int i = 0, from = 0; i < colours.length; i++, from += 3) {
      colours[i] = (rgb[from] & 0xff) << 16 | (rgb[from + 1] & 0xff) << 8 | (rgb[from + 2] & 0xff);
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, colours, 0, width);
    return image;
  }

  /**
   * The frame as a JPEG file.
   *
   * @param quality 0 (smallest) to 1 (best)
   */
  public static byte[] jpeg(Frame frame, float quality) {
    return jpeg(of(frame), quality);
  }

  /**
   * A grey image as a JPEG file.
   *
   * @param grey one byte a pixel, row by row
   * @param quality 0 (smallest) to 1 (best)
   */
  public static byte[] greyJpeg(byte[] grey, Size size, float quality) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, size.width(), size.height(), grey);
    return jpeg(image, quality);
  }

  private static byte[] jpeg(BufferedImage image, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(quality);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
