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
 * The folder {@code last/}: the state of a run after its last epoch. Tensors are stored in
 * safetensors files named by epoch; {@code state.json} lists the files of the latest complete
 * state. It is replaced atomically once these are written, and only then are older files deleted,
 * so a complete state remains whenever the process is killed.
 *
 * @param folder created on the first write
 */
record LastState(Path folder) {

  private static final int FORMAT = 1;

  private static final String WEIGHTS = "weights";
  private static final String OPTIMIZER = "optimizer";
  private static final String AVERAGE = "average";
  private static final String BEST = "best";

  /**
   * Content of {@code state.json}.
   *
   * @param format version of the file format, 1
   * @param origin origin of the run
   * @param steps number of optimizer steps so far
   * @param bestEpoch epoch of the best weights
   * @param effort effort so far
   * @param history the epochs so far
   * @param files names of the tensor files by content
   */
  @JsonNaming(SnakeCaseStrategy.class)
  private record Sheet(
      int format,
      Origin origin,
      int steps,
      int bestEpoch,
      Effort effort,
      List<EpochRecord> history,
      Map<String, String> files) {}

  private Path sheet() {
    return folder.resolve("state.json");
  }

  /** Whether the folder holds a state. */
  boolean exists() {
    return Files.exists(sheet());
  }

  /** Replaces the state. */
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
            state.history(),
            files);
    Path unfinished = folder.resolve("state.json.unfinished");
    Files.writeString(unfinished, Json.write(sheet));
    Files.move(
        unfinished, sheet(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    deleteAllBut(Set.copyOf(files.values()));
  }

  private String tensors(String content, int epoch, Map<String, Tensor> tensors)
      throws IOException {
    String name = fileName(content, epoch);
    Safetensors.write(folder.resolve(name), tensors);
    return name;
  }

  private static String fileName(String content, int epoch) {
    return String.format(Locale.ROOT, "%s-%04d.safetensors", content, epoch);
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
   * Reads the state; empty if there is none.
   *
   * @param network the network trained
   * @param origin origin of the run to resume
   * @throws UserException if the state has a different origin or is corrupt
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
              throw refused("holds a run that cannot be resumed: " + difference);
            });
    Learner.State learner =
        new Learner.State(
            weights(network, sheet, WEIGHTS),
            read(sheet, OPTIMIZER),
            read(sheet, AVERAGE),
            sheet.steps());
    return Optional.of(
        new RunState(learner, sheet.history(), weights(network, sheet, BEST), sheet.effort()));
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
      // reported below
    }
    throw refused("contains an unreadable state.json");
  }

  private UserException refused(String problem) {
    return UserException.output(
        "%s %s: choose another --output, or restart with --on-existing overwrite", folder, problem);
  }

  private Map<String, Tensor> read(Sheet sheet, String content) {
    return Checkpoints.read(folder.resolve(sheet.files().get(content))).tensors();
  }

  private Weights weights(Network network, Sheet sheet, String content) {
    Map<String, Tensor> tensors = read(sheet, content);
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    network
        .parameters()
        .keySet()
        .forEach(
            name -> {
              if (!tensors.containsKey(name)) {
                throw refused("lacks tensor " + name + " of " + network.name());
              }
              ordered.put(name, tensors.get(name));
            });
    return new Weights(ordered);
  }
}
