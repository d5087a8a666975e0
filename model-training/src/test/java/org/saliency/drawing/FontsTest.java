package org.saliency.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FontsTest {

  /** Draws a word and prints its width and how many of its pixels have ink. */
  static final class Program {

    private Program() {}

    public static void main(String[] arguments) {
      if (arguments.length > 0) {
        Fonts.ensure();
        Fonts.ensure();
      }
      BufferedImage image = new BufferedImage(100, 30, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(Color.WHITE);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
      graphics.drawString("Hill", 5, 20);
      int ink = 0;
      for (int i = 0; i < 3000; i++) {
        ink += (image.getRGB(i % 100, i / 100) & 0xff) > 127 ? 1 : 0;
      }
      System.out.println(graphics.getFontMetrics().stringWidth("Hill") + " " + ink);
    }
  }

  @TempDir private Path folder;

  /** Runs the program in a Java that finds no fonts on Linux. */
  private String draw(String... arguments) throws Exception {
    Path noFonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + folder, // where Java keeps a list of the fonts found earlier
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("FONTCONFIG_FILE", noFonts.toString());
    Process process = builder.redirectErrorStream(true).start();
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } finally {
      process.waitFor();
    }
  }

  @Test
  void textIsDrawnWithoutFontsOnTheSystem() throws Exception {
    String[] figures = draw("ensure").split(" ");

    assertThat(figures).hasSize(2);
    assertThat(Integer.parseInt(figures[0])).isBetween(25, 45);
    assertThat(Integer.parseInt(figures[1])).isBetween(60, 300);
  }

  @Test
  void javaAloneFailsOnSuchASystem() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "Java uses fontconfig on Linux only");

    assertThat(draw()).contains("InternalError");
  }
}
