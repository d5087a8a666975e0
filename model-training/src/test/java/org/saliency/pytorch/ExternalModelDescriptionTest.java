package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;
import org.saliency.storage.LocalStorage;

class ExternalModelDescriptionTest {

  @TempDir private Path folder;

  @Test
  void theExampleIsValid() {
    ExternalModelDescription example =
        ExternalModelDescription.parse(ExternalModelDescription.EXAMPLE, "the example");

    assertThat(example.inputSize()).isEqualTo(new Size(384, 216));
    assertThat(example.mean()).containsExactly(0.485, 0.456, 0.406);
    assertThat(example.std()).containsExactly(0.229, 0.224, 0.225);
  }

  @Test
  void defaultsChangeNothing() {
    assertThat(ExternalModelDescription.parse("{\"input_size\": \"96x54\"}", "net.json"))
        .isEqualTo(
            new ExternalModelDescription(
                new Size(96, 54),
                ExternalModelDescription.InputRange.UNIT,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                ExternalModelDescription.ChannelOrder.RGB,
                ExternalModelDescription.Output.UNIT));
  }

  @Test
  void survivesARoundTripThroughJson() {
    ExternalModelDescription all =
        new ExternalModelDescription(
            new Size(96, 54),
            ExternalModelDescription.InputRange.BYTE,
            List.of(103.5, 116.0, 123.0),
            List.of(57.0, 57.5, 58.0),
            ExternalModelDescription.ChannelOrder.BGR,
            ExternalModelDescription.Output.LOGITS);

    assertThat(ExternalModelDescription.parse(Json.write(all), "net.json")).isEqualTo(all);
    assertThat(all)
        .hasToString(
            "96x54 of byte bgr, mean [103.5, 116.0, 123.0], std [57.0, 57.5, 58.0], output logits");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input_size\": \"96x54\", \"size\": 3} | unknown key 'size'",
        "{\"mean\": [0, 0, 0]} | it lacks input_size (WIDTHxHEIGHT)",
        "{\"input_size\": \"96 by 54\"} | Invalid size '96 by 54'",
        "{\"input_size\": \"96x99999\"} | input_size 96x99999 exceeds 8192 pixels per side",
        "{\"input_size\": [96, 54]} | Invalid size",
        "{\"input_size\": \"96x54\", \"output\": \"softmax\"} "
            + "| invalid output 'softmax': expected unit or logits or minmax",
        "{\"input_size\": \"96x54\", \"channel_order\": \"gbr\"} | expected rgb or bgr",
        "{\"input_size\": \"96x54\", \"mean\": 0.5} | the value of mean",
        "{\"input_size\": \"96x54\", \"mean\": [0.5]} | mean [0.5] is not a list of three numbers",
        "{\"input_size\": \"96x54\", \"mean\": [0, null, 0]} | mean [0.0, null, 0.0] is not a list of three",
        "{\"input_size\": \"96x54\", \"std\": [\"a\", 1, 1]} | the value of std",
        "{\"input_size\": \"96x54\", \"std\": [0, 1, 1]} | contains a value that is not positive",
        "{\"input_size\": \"96x54\"} {} | it is not a JSON",
        "{input_size: 96x54} | invalid JSON at line 1, column 2",
        "[1] | it is not a JSON object",
        "null | it is not a JSON object",
      })
  void refusesAnInvalidDescriptionInOneLine(String json, String reason) {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> ExternalModelDescription.parse(json, "models/net.json"))
        .withMessageContaining("models/net.json is not a valid model description (")
        .withMessageContaining(reason)
        .withMessageEndingWith("for example " + ExternalModelDescription.EXAMPLE)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "org.saliency"))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(UserException.Kind.INPUT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"net.v2.pt", "net.v2"})
  void theDescriptionIsNextToTheModel(String model) throws Exception {
    String path = folder.resolve(model).toString();
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> ExternalModelDescription.beside(new LocalStorage(), path, ""))
        .withMessageContaining(path + " is an external TorchScript model")
        .withMessageEndingWith(
            ExternalModelDescription.EXAMPLE + " to " + ExternalModelDescription.fileBeside(path));

    Files.writeString(
        Path.of(ExternalModelDescription.fileBeside(path)), "{\"input_size\": \"96x54\"}");

    assertThat(ExternalModelDescription.beside(new LocalStorage(), path, "").inputSize())
        .isEqualTo(new Size(96, 54));
    assertThat(ExternalModelDescription.fileBeside("s3a://bucket/net.v2.pt"))
        .isEqualTo("s3a://bucket/net.v2.json");
  }
}
