package org.saliency.spark.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notebooks are kept without outputs and begin with a story. */
class NotebooksTest {

  static Iterable<Path> notebooks() throws IOException {
    return NotebooksIT.notebooks();
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void aNotebookIsStrippedAndTellsWhatItNeeds(Path notebook) throws IOException {
    JsonNode content = new ObjectMapper().readTree(notebook.toFile());

    assertThat(content.at("/nbformat").asInt()).isEqualTo(4);
    JsonNode first = content.at("/cells/0");
    assertThat(first.at("/cell_type").asText()).isEqualTo("markdown");
    StringBuilder story = new StringBuilder();
    first.at("/source").forEach(line -> story.append(line.asText()));
    assertThat(story).startsWith("# ").contains("pip install");
    for (JsonNode cell : content.at("/cells")) {
      if (cell.at("/cell_type").asText().equals("code")) {
        assertThat(cell.at("/outputs")).as(cell.toString()).isEmpty();
        assertThat(cell.at("/execution_count").isNull()).isTrue();
      }
    }
  }
}
