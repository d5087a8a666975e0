package org.saliency.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.saliency.training.ValidationSettings.Choice;

class ValidationSettingsTest {

  /** Epochs with these losses; CC is best where the loss is worst. */
  private static List<EpochRecord> history(double... losses) {
    List<EpochRecord> history = new ArrayList<>();
    for (double loss : losses) {
      history.add(new EpochRecord(history.size() + 1, 1, loss, null, null, loss / 10, 1e-3, 1));
    }
    return history;
  }

  @Test
  void bestEpochIsChosenByTheGivenCriterion() {
    List<EpochRecord> history = history(0.5, 0.3, 0.4, 0.3);
    assertThat(Choice.LOSS.best(history).epoch()).isEqualTo(2);
    assertThat(Choice.CC.best(history).epoch()).isEqualTo(1);
  }

  @Test
  void patienceEndsARunWithoutImprovement() {
    ValidationSettings settings = new ValidationSettings(0.2, 0, 800, Choice.LOSS, 2);
    assertThat(settings.isExhausted(history())).isFalse();
    assertThat(settings.isExhausted(history(0.5, 0.3, 0.4))).isFalse();
    assertThat(settings.isExhausted(history(0.5, 0.3, 0.4, 0.35))).isTrue();
    assertThat(new ValidationSettings(0.2, 0, 800, Choice.LOSS, 0).isExhausted(history(1, 2, 3, 4)))
        .isFalse();
  }
}
