package org.saliency.storage;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.saliency.dataset.Split;
import org.saliency.frame.Size;
import org.saliency.map.FixationList;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.settings.Settings;

/** Files that users write with editors of all systems. */
class TextTest {

  @TempDir private Path folder;

  private record Encoding(Charset charset, String start) {

    byte[] encode(String text) {
      return (start + text).getBytes(charset);
    }
  }

  private static Stream<Encoding> encodings() {
    return Stream.of(UTF_8, UTF_16LE, UTF_16BE)
        .flatMap(charset -> Stream.of(new Encoding(charset, ""), new Encoding(charset, "\uFEFF")));
  }

  private String file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void everyEncodingIsRead(Encoding encoding) throws IOException {
    LocalStorage files = new LocalStorage();
    assertThat(Text.decode(encoding.encode("a\u00e9\u043a\n"))).isEqualTo("a\u00e9\u043a\n");

    file("x.json", encoding.encode("{\"input_size\": \"96x54\"}"));
    assertThat(
            ExternalModelDescription.beside(files, folder.resolve("x.pt").toString(), "")
                .inputSize())
        .isEqualTo(new Size(96, 54));

    String names = file("names.txt", encoding.encode("video003\r\n\u043a\u0438\u043d\u043e\r\n"));
    assertThat(Split.readNames(files, names))
        .isEqualTo(List.of("video003", "\u043a\u0438\u043d\u043e"));

    Path settings = Path.of(file("my.conf", encoding.encode("score.batch-size = 7\n")));
    assertThat(Settings.load(Optional.of(settings), Map.of()).values())
        .extractingByKey("score", InstanceOfAssertFactories.MAP)
        .containsEntry("batch-size", 7);

    byte[] fixations = encoding.encode("[[[1, 2]]]");
    try (FixationList list =
        FixationList.open(new ByteArrayInputStream(fixations), "f", new Size(9, 9))) {
      assertThat(list.next().rows()).containsExactly(1);
    }
  }

  @Test
  void shortTextsAreRead() {
    assertThat(Text.decode(new byte[0])).isEmpty();
    assertThat(Text.decode(new byte[] {'7'})).isEqualTo("7");
    assertThat(Text.decode("\uFEFF".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void controlCharactersOfNamesStayInTheLine() {
    assertThat(Text.printable("a\nb\u0007 \u00e9%")).isEqualTo("a%0Ab%07 \u00e9%");
  }
}
