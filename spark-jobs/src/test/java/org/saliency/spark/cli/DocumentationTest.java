package org.saliency.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README and the pages name commands, settings, classes and files that exist. */
class DocumentationTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path README = ROOT.resolve("README.md");

  private final PageCheck check = new PageCheck(ROOT);

  static Stream<Path> pages() throws IOException {
    Stream.Builder<Path> pages = Stream.<Path>builder().add(README);
    for (String module : List.of("model-training", "spark-jobs")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(module).resolve("src/site/markdown"))) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages);
      }
    }
    return pages.build();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFilesAndAnchorsThatExist(Path page) {
    assertThat(check.links(page, PageCheck.read(page))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsAndOptionsExist(Path page) {
    assertThat(check.commands(PageCheck.read(page))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void settingsExist(Path page) {
    assertThat(check.settings(PageCheck.read(page))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void classesExist(Path page) throws IOException {
    assertThat(PageCheck.classes(Files.readString(page))).isEmpty();
  }

  @Test
  void everyCommandIsInTheReadme() throws IOException {
    String readme = Files.readString(README);
    assertThat(new picocli.CommandLine(Main.class).getSubcommands().keySet())
        .allSatisfy(command -> assertThat(readme).contains("| `" + command));
  }

  @Test
  void everyPageIsLinkedFromTheReadmeOrAnIndex() throws IOException {
    List<Path> linked =
        pages()
            .filter(page -> page.equals(README) || page.endsWith("index.md"))
            .flatMap(
                page ->
                    PageCheck.read(page).links().stream()
                        .map(link -> page.resolveSibling(link.split("#")[0]).normalize()))
            .toList();
    assertThat(linked).containsAll(pages().filter(page -> !page.equals(README)).toList());
  }

  @Test
  void findsBrokenLinks() {
    MarkdownPage page =
        MarkdownPage.parse(
            """
            # One & two
            ## Again
            ## Again
            [a](LICENSE) [b](#one--two) [c](#again-1) [d](conf/) [e](https://example.org/x#y)
            ![f](no.png) [g](#two) [h](README.md#nowhere) [i](../outside) `[j](code.md)`
            ```
            [k](block.md)
            ```
            """);
    assertThat(check.links(README, page))
        .containsExactly(
            "no.png: no such file",
            "#two: no such anchor",
            "README.md#nowhere: no such anchor",
            "../outside: no such file");
  }

  @Test
  void findsCommandsAndOptionsThatDoNotExist() {
    MarkdownPage page =
        MarkdownPage.parse(
            """
            `score --fromats png`, `--batch-sise`, `model inform M.pt`, `./saliency scores`
            | `model export --to safetensors\\|torchscript M.pt OUT` | `train --epoch 3` |
            fine: `score`, `report --scores OUT [--compare NAME=DIR …]`, `--json`, `--conf a=b`
            ```
            ./saliency evaluate --predictions a --ground-truth b \\
              --output c --frmats png     # --comment
            spark-submit --master local x/saliency-spark.jar score --input a --model m.pt
            ./saliency dataset make --output x
            ./saliency demo extra
            ./saliency train --data a --set score.nothing=1 --output model
            ./saliency COMMAND --help
            ./saliency train --help
            ```
            """);
    assertThat(check.commands(page))
        .containsExactly(
            "evaluate --predictions a --ground-truth b --output c --frmats png: no option --frmats",
            "score --input a --model m.pt: lacks --output",
            "dataset make --output x: no command make",
            "demo extra: no argument extra",
            "train --data a --set score.nothing=1 --output model: no setting score.nothing=1",
            "score --fromats png: no option --fromats",
            "--batch-sise: no command has an option --batch-sise",
            "model inform M.pt: no command inform",
            "scores: no command scores",
            "train --epoch 3: no option --epoch");
  }

  @Test
  void findsSettingsThatDoNotExist() {
    MarkdownPage page =
        MarkdownPage.parse(
            """
            `score.map-size`, `train.optimizer`, `train.optimizer.kind=adamw`, `model.pt`
            `score.map-sise`, `train.optimiser.kind=adamw`, `spark.task.cpus`, `network.windows = 4`
            """);
    assertThat(check.settings(page))
        .containsExactly(
            "score.map-sise: no such setting",
            "train.optimiser.kind: no such setting",
            "network.windows: no such setting");
  }

  @Test
  void findsClassesThatDoNotExist() {
    assertThat(
            PageCheck.classes(
                "org.saliency.spark.cli.Main, org.saliency.spark.cli.Mane, org.saliency"))
        .containsExactly("org.saliency.spark.cli.Mane: no such class");
  }
}
