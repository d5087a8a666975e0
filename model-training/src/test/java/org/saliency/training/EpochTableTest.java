package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpochTableTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final EpochTable table =
      new EpochTable(new PrintStream(bytes, true, StandardCharsets.UTF_8), 100);

  private static EpochRecord epoch(int number, double seconds, Double nss) {
    return new EpochRecord(number, 1.25, 1.5, nss, 0.4567, 0.5678, 1e-3, seconds);
  }

  @Test
  void rowsGiveFiguresAndTheTimeToGo() {
    table.add(List.of(epoch(1, 30, null)), 12.34, true);
    table.add(List.of(epoch(1, 30, null), epoch(2, 50, 1.2345)), 8.76, false);

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "    epoch  train loss    val loss     NSS     SIM      CC  images/s      time     to go",
            "    1/100      1.2500      1.5000       -   0.457   0.568      12.3      0:30     49:30"
                + "  best",
            "    2/100      1.2500      1.5000   1.235   0.457   0.568       8.8      0:50   1:05:20");
  }

  @Test
  void theHeaderIsRepeatedEveryTwentyRows() {
    table.resumed(20);
    for (int number = 21; number <= 41; number++) {
      table.add(List.of(epoch(number, 1, null)), 1, false);
    }

    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(24);
    assertThat(lines.get(0)).isEqualTo("resumed after epoch 20 of 100");
    assertThat(lines.get(22)).isEqualTo(lines.get(1)).contains("train loss");
  }
}
