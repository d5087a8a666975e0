package org.saliency.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;

class WrittenFileTest {

  @TempDir Path folder;

  private final HadoopFiles files = new HadoopFiles(new Configuration());

  private void require(WrittenFile kind, Path file) throws IOException {
    kind.requireReplaceable(files, file.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PAGE|<!DOCTYPE html><html>",
        "PAGE|<html lang=\"en\">",
        "RESULT|{\"exit_code\":0,\"command\":\"score\"}",
        "RESULT|{\"command\":\"score\",\"started\":\"now\"}",
        "MODEL|PK\003\004 and more",
        "SAFETENSORS|12345678{\"a\":1}",
        "PNG|\u0089PNG and more"
      })
  void aFileOfItsOwnKindIsReplaced(WrittenFile kind, String start) throws IOException {
    Path file = Files.write(folder.resolve("file"), start.getBytes(StandardCharsets.ISO_8859_1));

    assertThatCode(() -> require(kind, file)).doesNotThrowAnyException();
    for (WrittenFile other : WrittenFile.values()) {
      if (other != kind) {
        assertThatThrownBy(() -> require(other, file))
            .isInstanceOfSatisfying(
                UserException.class, e -> assertThat(e.kind().exitCode()).isEqualTo(6))
            .hasMessageContaining("exists and is not");
      }
    }
  }

  @Test
  void newAndEmptyFilesAreWrittenAndFoldersNot() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));

    for (WrittenFile kind : WrittenFile.values()) {
      assertThatCode(() -> require(kind, folder.resolve("new"))).doesNotThrowAnyException();
      assertThatCode(() -> require(kind, empty)).doesNotThrowAnyException();
      assertThatThrownBy(() -> require(kind, folder)).hasMessageContaining("is a folder");
    }
  }
}
