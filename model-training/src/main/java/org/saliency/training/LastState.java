package org.saliency.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.saliency.UserException;
import org.saliency.checkpoint.Checkpoints;
import org.saliency.checkpoint.Safetensors;
import org.saliency.json.Json;
import org.saliency.network.Network;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

/**
 * The folder {@code last/}: where a run stood after its last epoch. Tensors lie in safetensors
 * files that carry the epoch in their names; {@code state.json} names the files of the newest whole
 * state. It is replaced at one stroke when they are all written, and the files of the state before
 * are deleted after that: whenever a process is killed, one whole state is there.
 *
 * @param folder the folder; need not exist yet
 */
record LastState(Path folder) {

  private static final int FORMAT = 1;

  private static final String WEIGHTS = "weights";
  private static final String OPTIMIZER = "optimizer";
  private static final String AVERAGE = "average";
  private static final String BEST = "best";

  /**
   * {@code state.json}.
   *
   * @param format version of this file, 1
   * @param origin of the run
   * @param steps of the optimizer so far
   * @param bestEpoch epoch of the best weights
   * @param effort so far
   * @param history the epochs so far
   * @param files names of the files of tensors, by what they hold
   */
  @JsonNaming(SnakeCaseStrategy.class)
  private record Sheet(
      int format,
      Origin origin,
      int steps,
      int bestEpoch,
      Effort effort,
      List<Row> history,
      Map<String, String> files) {}

  /** An epoch; a metric that is not defined is null. */
  @JsonNaming(SnakeCaseStrategy.class)
  private record Row(
      int epoch,
      double trainLoss,
      double validationLoss,
      Double nss,
      Double sim,
      Double cc,
      double learningRate,
      double seconds) {

    static Row of(EpochRecord epoch) {
      return new Row(
          epoch.epoch(),
          epoch.trainLoss(),
          epoch.validationLoss(),
          orNull(epoch.nss()),
          orNull(epoch.sim()),
          orNull(epoch.cc()),
          epoch.learningRate(),
          epoch.seconds());
    }

    EpochRecord toRecord() {
      return new EpochRecord(
          epoch,
          trainLoss,
          validationLoss,
          orEmpty(nss),
          orEmpty(sim),
          orEmpty(cc),
          learningRate,
          seconds);
    }

    private static Double orNull(OptionalDouble value) {
      return value.isPresent() ? value.getAsDouble() : null;
    }

    private static OptionalDouble orEmpty(Double value) {
      return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
  }

  private Path sheet() {
    return folder.resolve("state.json");
  }

  /** Whether a state was written. */
  boolean exists() {
    return Files.exists(sheet());
  }

  /**
   * Writes a state in place of the one before.
   *
   * @param origin of the run
   * @param bestEpoch epoch of the best weights
   */
  void write(Origin origin, RunState state, int bestEpoch) throws IOException {
    Files.createDirectories(folder);
    Map<String, String> files = new TreeMap<>();
    files.put(WEIGHTS, tensors(WEIGHTS, state.epochs(), state.learner().weights().tensors()));
    files.put(OPTIMIZER, tensors(OPTIMIZER, state.epochs(), state.learner().optimizer()));
    files.put(AVERAGE, tensors(AVERAGE, state.epochs(), state.learner().average()));
    files.put(BEST, fileName(BEST, bestEpoch));
    if (bestEpoch == state.epochs() || !Files.exists(folder.resolve(files.get(BEST)))) {
      tensors(BEST, bestEpoch, state.bestWeights().tensors());
    }
    Sheet sheet =
        new Sheet(
            FORMAT,
            origin,
            state.learner().steps(),
            bestEpoch,
            state.effort(),
            state.history().stream().map(Row::of).toList(),
            files);
    Path unfinished = folder.resolve("state.json.unfinished");
    Files.writeString(unfinished, Json.write(sheet));
    Files.move(
        unfinished, sheet(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    deleteAllBut(Set.copyOf(files.values()));
  }

  private String tensors(String what, int epoch, Map<String, Tensor> tensors) throws IOException {
    String name = fileName(what, epoch);
    Safetensors.write(folder.resolve(name), tensors);
    return name;
  }

  private static String fileName(String what, int epoch) {
    return String.format(Locale.ROOT, "%s-%04d.safetensors", what, epoch);
  }

  private void deleteAllBut(Set<String> kept) throws IOException {
    List<Path> others;
    try (Stream<Path> files = Files.list(folder)) {
      others =
          files
              .filter(file -> file.getFileName().toString().endsWith(".safetensors"))
              .filter(file -> !kept.contains(file.getFileName().toString()))
              .collect(Collectors.toList());
    }
    for (Path file : others) {
      Files.delete(file);
    }
  }

  /**
   * Reads the state; empty when none was written.
   *
   * @param network whose weights it holds
   * @param origin of the run that is to go on
   * @throws UserException when it is not such a state or is damaged
   */
  Optional<RunState> read(Network network, Origin origin) {
    if (!exists()) {
      return Optional.empty();
    }
    Sheet sheet = readSheet();
    sheet
        .origin()
        .difference(origin)
        .ifPresent(
            difference -> {
              throw refused("holds a run that cannot go on here: " + difference);
            });
    Learner.State learner =
        new Learner.State(
            weights(network, sheet, WEIGHTS),
            read(sheet, OPTIMIZER),
            read(sheet, AVERAGE),
            sheet.steps());
    List<EpochRecord> history = sheet.history().stream().map(Row::toRecord).toList();
    return Optional.of(
        new RunState(learner, history, weights(network, sheet, BEST), sheet.effort()));
  }

  private Sheet readSheet() {
    try {
      Sheet sheet = Json.read(Files.readString(sheet()), Sheet.class);
      if (sheet.format() == FORMAT
          && Stream.of(sheet.origin(), sheet.effort(), sheet.history(), sheet.files())
              .noneMatch(Objects::isNull)) {
        return sheet;
      }
    } catch (IOException e) {
      // told below
    }
    throw refused("holds a state.json that cannot be read");
  }

  private UserException refused(String fault) {
    return UserException.output(
        "%s %s: give another --output, or start anew with --on-existing overwrite", folder, fault);
  }

  private Map<String, Tensor> read(Sheet sheet, String what) {
    return Checkpoints.read(folder.resolve(sheet.files().get(what))).tensors();
  }

  private Weights weights(Network network, Sheet sheet, String what) {
    Map<String, Tensor> tensors = read(sheet, what);
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    network
        .parameters()
        .keySet()
        .forEach(
            name -> {
              if (!tensors.containsKey(name)) {
                throw refused("lacks " + name + " of " + network.name());
              }
              ordered.put(name, tensors.get(name));
            });
    return new Weights(ordered);
  }
}
