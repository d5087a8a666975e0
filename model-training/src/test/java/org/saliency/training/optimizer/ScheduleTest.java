package org.saliency.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.settings.Settings;

/** Compares with values from PyTorch recorded by {@code record_schedules.py}. */
class ScheduleTest {

  private static final Schedule.Length LENGTH = new Schedule.Length(4, 5);

  private static Schedule schedule(Map<String, String> keys) {
    Map<String, String> overrides = new TreeMap<>();
    keys.forEach((key, value) -> overrides.put("train.schedule." + key, value));
    return Schedule.from(
        Settings.load(Optional.empty(), overrides).section("train").section("schedule"));
  }

  @ParameterizedTest
  @CsvSource({
    "constant, constant, 0, 0",
    "step, step, 0, 0",
    "cosine, cosine, 0, 0.05",
    "one-cycle, one-cycle, 0, 0.1",
    "warm-up and cosine, cosine, 4, 0"
  })
  void learningRatesMatchPyTorch(
      String recordedCase, String kind, String warmUp, String finalFactor) throws IOException {
    Schedule schedule =
        schedule(
            Map.of(
                "kind", kind,
                "warm-up-steps", warmUp,
                "step-epochs", "2",
                "final-factor", finalFactor));
    try (InputStream json = ScheduleTest.class.getResourceAsStream("schedules.json")) {
      JsonNode expected = new ObjectMapper().readTree(json).get(recordedCase);
      assertThat(expected).hasSize(LENGTH.steps());
      for (int step = 0; step < LENGTH.steps(); step++) {
        assertThat(schedule.factor(step, LENGTH))
            .as("step %d", step)
            .isCloseTo(expected.get(step).doubleValue(), within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"constant", "step", "cosine", "one-cycle"})
  void shortRunsHaveValidLearningRates(String kind) {
    for (int epochs = 1; epochs <= 3; epochs++) {
      for (int steps = 1; steps <= 3; steps++) {
        Schedule.Length length = new Schedule.Length(epochs, steps);
        Schedule schedule = schedule(Map.of("kind", kind, "warm-up-steps", "2"));
        for (int step = 0; step < length.steps(); step++) {
          assertThat(schedule.factor(step, length)).isBetween(0.0, 1.0);
        }
      }
    }
  }

  @Test
  void onlyCosineAndOneCycleDependOnTheNumberOfEpochs() {
    assertThat(schedule(Map.of("kind", "cosine")).dependsOnLength()).isTrue();
    assertThat(schedule(Map.of("kind", "step")).dependsOnLength()).isFalse();
  }
}
