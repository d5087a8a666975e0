package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.saliency.training.ValidationSettings.Choice;

class ValidationSettingsTest {

  /** Epochs with these losses, and CC the other way round than the loss. */
  private static List<EpochRecord> history(double... losses) {
    List<EpochRecord> history = new ArrayList<>();
    for (double loss : losses) {
      OptionalDouble cc = OptionalDouble.of(loss / 10);
      OptionalDouble none = OptionalDouble.empty();
      history.add(new EpochRecord(history.size() + 1, 1, loss, none, none, cc, 1e-3, 1));
    }
    return history;
  }

  @Test
  void theBestEpochIsChosenByTheMetricThatIsAskedFor() {
    List<EpochRecord> history = history(0.5, 0.3, 0.4, 0.3);
    assertThat(Choice.LOSS.best(history).epoch()).isEqualTo(2);
    assertThat(Choice.CC.best(history).epoch()).isEqualTo(1);
  }

  @Test
  void patienceEndsARunThatGetsNoBetter() {
    ValidationSettings settings = new ValidationSettings(0.2, 0, Choice.LOSS, 2);
    assertThat(settings.isExhausted(history())).isFalse();
    assertThat(settings.isExhausted(history(0.5, 0.3, 0.4))).isFalse();
    assertThat(settings.isExhausted(history(0.5, 0.3, 0.4, 0.35))).isTrue();
    assertThat(new ValidationSettings(0.2, 0, Choice.LOSS, 0).isExhausted(history(1, 2, 3, 4)))
        .isFalse();
  }
}
