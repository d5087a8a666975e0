package org.saliency.drawing;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.saliency.temporary.TemporaryFiles;

/**
 * Lets Java draw and measure text on a machine without fonts or without fontconfig, as servers and
 * containers are.
 *
 * <p>Java on Linux cannot even load a font from a file before it has found one by fontconfig; it
 * fails with an {@link InternalError}. It accepts a file that names fonts instead. The font used
 * then is Liberation Sans, which comes with PDFBox, a dependency of the chart library.
 */
public final class Fonts {

  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  /** The system property that names Java's list of fonts. */
  private static final String FONT_LIST = "sun.awt.fontconfig";

  private static final List<String> FAMILIES =
      List.of("dialog", "dialoginput", "sansserif", "serif", "monospaced");
  private static final List<String> STYLES = List.of("plain", "bold", "italic", "bolditalic");

  private static boolean areReady;

  private Fonts() {}

  /**
   * Makes sure that text can be drawn; must be called before the first text is drawn. System fonts
   * are used if there are any.
   *
   * @throws UncheckedIOException when there are none and the temporary folder cannot be written
   */
  public static synchronized void ensure() {
    if (areReady) {
      return;
    }
    try {
      measure();
    } catch (InternalError | RuntimeException e) {
      if (System.getProperty(FONT_LIST) != null) {
        throw e;
      }
      System.setProperty(FONT_LIST, writeFontList().toString());
      measure();
    }
    areReady = true;
  }

  private static void measure() {
    new Font(Font.SANS_SERIF, Font.PLAIN, 12)
        .getLineMetrics("a", new FontRenderContext(null, true, true));
  }

  /** Writes the font and a list in which it stands for every family and style. */
  private static Path writeFontList() {
    try (InputStream bytes = Fonts.class.getResourceAsStream(FONT)) {
      if (bytes == null) {
        throw new IllegalStateException("no font on the class path at " + FONT);
      }
      Path folder = TemporaryFiles.folder("fonts");
      folder.toFile().deleteOnExit();
      Path font = folder.resolve("LiberationSans-Regular.ttf");
      font.toFile().deleteOnExit();
      Files.copy(bytes, font);
      StringBuilder list = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
      for (String family : FAMILIES) {
        for (String style : STYLES) {
          list.append(String.format(Locale.ROOT, "%s.%s.latin-1=LiberationSans\n", family, style));
        }
      }
      list.append("filename.LiberationSans=").append(font).append('\n');
      Path file = folder.resolve("fontconfig.properties");
      file.toFile().deleteOnExit();
      return Files.writeString(file, list, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a font to the temporary folder", e);
    }
  }
}
