package org.saliency.training;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.pytorch.PyTorch.DeviceChoice;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.settings.Settings;
import org.saliency.training.optimizer.Loss;
import org.saliency.training.optimizer.LossTerm;
import org.saliency.training.optimizer.OptimizerSettings;
import org.saliency.training.optimizer.Schedule;
import org.saliency.training.sample.Augmentation;

class TrainingSettingsTest {

  private static TrainingSettings with(Map<String, String> overrides) {
    return TrainingSettings.from(Settings.load(Optional.empty(), overrides).section("train"));
  }

  @Test
  void documentedDefaultsLoad() {
    assertThat(with(Map.of()))
        .isEqualTo(
            new TrainingSettings(
                "deeplab-resnet50",
                new Size(384, 216),
                10,
                50,
                8,
                true,
                1,
                1,
                Optional.empty(),
                new FrameCacheSettings(Optional.empty(), 20),
                DeviceChoice.AUTO,
                PrecisionChoice.AUTO,
                new Augmentation(0.5, 0, 0.6, 0, 0.2, 0.2, 0.2),
                new Loss(Map.of(LossTerm.KLD, 1.0)),
                new OptimizerSettings(OptimizerSettings.Kind.ADAM, 3e-4, 1, 0, 0, 0.9, 0, 1, 0),
                new Schedule(Schedule.Curve.CONSTANT, 0, 10, 0.1, 0),
                new ValidationSettings(0.2, 200, 800, ValidationSettings.Choice.LOSS, 0),
                TrainingFiles.TensorBoard.ON,
                TrainingFiles.OnExisting.RESUME));
  }

  @Test
  void keysSetTheirFields() {
    assertThat(
            with(
                Map.ofEntries(
                    entry("train.network", "deeplab-resnet18"),
                    entry("train.input-size", "96x54"),
                    entry("train.epochs", "2"),
                    entry("train.batches-per-epoch", "0"),
                    entry("train.batch-size", "3"),
                    entry("train.follow-split", "false"),
                    entry("train.tensorboard", "false"),
                    entry("train.learning-rate", "0.001"),
                    entry("train.validation-fraction", "0.5"),
                    entry("train.validation-frames", "0"),
                    entry("train.seed", "-9223372036854775808"),
                    entry("train.loader-threads", "5"),
                    entry("train.frame-cache.folder", "cache"),
                    entry("train.frame-cache.gigabytes", "0.5"),
                    entry("train.validation-width", "320"),
                    entry("train.device", "cpu"),
                    entry("train.precision", "bf16"),
                    entry("train.augmentation.flip", "0.25"))))
        .isEqualTo(
            new TrainingSettings(
                "deeplab-resnet18",
                new Size(96, 54),
                2,
                0,
                3,
                false,
                1,
                Long.MIN_VALUE,
                Optional.of(5),
                new FrameCacheSettings(Optional.of(Path.of("cache")), 0.5),
                DeviceChoice.CPU,
                PrecisionChoice.BF16,
                new Augmentation(0.25, 0, 0.6, 0, 0.2, 0.2, 0.2),
                new Loss(Map.of(LossTerm.KLD, 1.0)),
                new OptimizerSettings(OptimizerSettings.Kind.ADAM, 1e-3, 1, 0, 0, 0.9, 0, 1, 0),
                new Schedule(Schedule.Curve.CONSTANT, 0, 10, 0.1, 0),
                new ValidationSettings(0.5, 0, 320, ValidationSettings.Choice.LOSS, 0),
                TrainingFiles.TensorBoard.OFF,
                TrainingFiles.OnExisting.RESUME));
  }

  @ParameterizedTest
  @CsvSource({
    "input-size, 384",
    "epochs, 0",
    "batches-per-epoch, -1",
    "batch-size, 0",
    "learning-rate, 0",
    "learning-rate, -1e-3",
    "validation-fraction, 0",
    "validation-fraction, 1",
    "validation-frames, -1",
    "seed, 1.5",
    "loader-threads, 0",
    "frame-cache.gigabytes, -1",
    "validation-width, 8",
    "device, tpu",
    "precision, int8",
    "augmentation.crop-scale, 0",
    "optimizer.kind, lion",
    "schedule.kind, linear",
    "choose-by, auc",
    "on-existing, append",
  })
  void invalidValueIsReportedWithKeyAndValue(String key, String value) {
    assertThatThrownBy(() -> with(Map.of("train." + key, value)))
        .isInstanceOfSatisfying(
            UserException.class,
            error -> assertThat(error.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageContainingAll("train." + key, "'" + value + "'");
  }

  @Test
  void smallerBatchesKeepTheSteps() {
    Map<String, String> eight = Map.of("batch-size", "8", "batches-per-epoch", "50");
    assertThat(BatchErrors.smallerBatches(TrainingSettings.from(TinyTraining.section(eight))))
        .isEqualTo(
            "use --batch-size 4, with --set train.optimizer.accumulated-batches=2 --set"
                + " train.batches-per-epoch=100 for equal steps");
    Map<String, String> five = Map.of("batch-size", "5", "batches-per-epoch", "0");
    assertThat(BatchErrors.smallerBatches(TrainingSettings.from(TinyTraining.section(five))))
        .contains("--batch-size 1", "accumulated-batches=5", "batches-per-epoch=0");
    Map<String, String> one = Map.of("batch-size", "1");
    assertThat(BatchErrors.smallerBatches(TrainingSettings.from(TinyTraining.section(one))))
        .contains("smaller train.input-size or network");
  }
}
