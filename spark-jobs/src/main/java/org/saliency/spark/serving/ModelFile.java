package org.saliency.spark.serving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.hash.Sha256;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;

/** A model file that the driver has sent to the executors. */
public record ModelFile(ModelSource model, SentFile file) {

  /** Model files that were sent in this JVM: an application takes the same state of one once. */
  private static final Map<State, Path> SENT = new ConcurrentHashMap<>();

  private record State(String application, String path, long length, long modified) {}

  /**
   * Sends a file, unless that was done.
   *
   * @param url where it is, on any Hadoop file system
   * @param description of an external TorchScript model; empty to read it from the file next to it
   * @throws UserException when it is not there, cannot be read or lacks a description
   */
  public static ModelFile send(SparkSession spark, String url, String description) {
    HadoopFiles files = new HadoopFiles(spark.sparkContext().hadoopConfiguration());
    try {
      Entry file =
          files
              .find(url)
              .filter(entry -> !entry.isFolder())
              .orElseThrow(
                  () ->
                      UserException.input(
                          "model %s does not exist, or is a folder: check modelUrl", url));
      State state =
          new State(
              spark.sparkContext().applicationId(), file.path(), file.length(), file.modified());
      Path copy = SENT.get(state);
      if (copy == null) {
        copy = send(spark, files, url);
        SENT.put(state, copy);
      }
      return of(copy, files, url, description);
    } catch (IOException e) {
      throw UserException.input(e, "model %s cannot be read: %s", url, e.getMessage());
    }
  }

  /** By way of a copy whose name is its hash, since Spark sends one file of a name. */
  private static Path send(SparkSession spark, HadoopFiles files, String url) throws IOException {
    Path folder = Files.createTempDirectory("saliency-model");
    folder.toFile().deleteOnExit();
    Path copy = folder.resolve("model.pt");
    try (InputStream stream = files.open(url)) {
      Files.copy(stream, copy);
    }
    Path named = folder.resolve("saliency-" + Sha256.of(copy).substring(0, 16) + ".pt");
    Files.move(copy, named, StandardCopyOption.ATOMIC_MOVE);
    named.toFile().deleteOnExit();
    Optional<Path> sentBefore =
        SENT.entrySet().stream()
            .filter(
                sent -> sent.getKey().application().equals(spark.sparkContext().applicationId()))
            .map(Map.Entry::getValue)
            .filter(path -> path.getFileName().equals(named.getFileName()))
            .findFirst();
    if (sentBefore.isPresent()) {
      return sentBefore.get();
    }
    spark.sparkContext().addFile(named.toString());
    return named;
  }

  private static ModelFile of(Path copy, HadoopFiles files, String url, String description)
      throws IOException {
    ModelSource model =
        ModelSource.read(
            copy,
            url,
            () ->
                description.isEmpty()
                    ? ExternalModelDescription.beside(files, url, ", or give it by setDescription")
                    : ExternalModelDescription.parse(
                        description, "the description of model " + url));
    if (model.description().isEmpty() && !description.isEmpty()) {
      throw new IllegalArgumentException(
          "model %s describes itself: leave description empty".formatted(url));
    }
    return new ModelFile(model, new SentFile(copy.getFileName().toString(), Sha256.of(copy)));
  }

  /** What executors open. */
  public ModelHandle sentAs(PrecisionChoice precision) {
    return model.sentAs(file, precision);
  }
}
