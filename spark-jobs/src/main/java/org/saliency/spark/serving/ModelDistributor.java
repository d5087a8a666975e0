package org.saliency.spark.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.saliency.UserException;
import org.saliency.hash.Sha256;
import org.saliency.model.ReadyModel;
import org.saliency.network.ServingTarget;
import org.saliency.pytorch.ExternalModelDescription;
import org.saliency.pytorch.PyTorch.PrecisionChoice;
import org.saliency.spark.storage.HadoopFiles;
import org.saliency.storage.Storage.Entry;
import org.saliency.temporary.TemporaryFiles;

/**
 * Distributes models to the executors by {@link SparkContext#addFile}, each content once per
 * application, or session of Spark Connect. The driver keeps the files in a temporary folder until
 * its JVM ends, because executors that join later fetch them, too.
 */
public final class ModelDistributor {

  private static final ModelDistributor INSTANCE = new ModelDistributor();

  private record Distributed(String application, String session, Path file) {}

  private record Downloaded(String path, long length, long modified) {}

  private final Set<Distributed> distributed = new HashSet<>();
  private final Map<Downloaded, Path> downloads = new HashMap<>();
  private Path folder;

  private ModelDistributor() {}

  /** Distributes a model in the form that is compiled for a target. */
  public static ModelHandle compiled(SparkSession spark, ModelSource model, ServingTarget target) {
    try {
      return INSTANCE.compile(spark.sparkContext(), model, target);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the model to a temporary file", e);
    }
  }

  /**
   * Distributes a model file as it is; executors compile it for their device.
   *
   * @param url model file on any Hadoop file system, or the name of the {@link ReadyModel}
   * @param description of an external model, as JSON; empty to read it from the file beside
   * @throws UserException when the model or its description is missing or cannot be read
   */
  public static ModelHandle uncompiled(
      SparkSession spark, String url, String description, PrecisionChoice precision) {
    HadoopFiles files =
        new HadoopFiles(
            ((org.apache.spark.sql.classic.SparkSession) spark).sessionState().newHadoopConf());
    try {
      Path file =
          ReadyModel.isNamed(url)
              ? INSTANCE.distributed(spark.sparkContext(), ReadyModel.file())
              : INSTANCE.download(spark.sparkContext(), files, url);
      ModelSource model = read(file, url, () -> description(files, url, description));
      if (model.externalDescription().isEmpty() && !description.isEmpty()) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "Model %s describes itself: leave description empty", url));
      }
      return model.handle(DistributedFile.of(file), precision);
    } catch (IOException e) {
      throw UserException.input(e, "Cannot read model %s: %s", url, e.getMessage());
    }
  }

  /** Reads the copy of a model; errors name the model as the user does. */
  private static ModelSource read(Path copy, String url, ModelSource.DescriptionReader description)
      throws IOException {
    try {
      return ModelSource.read(copy, url, description);
    } catch (UserException e) {
      throw UserException.input(
          e, "%s", String.valueOf(e.getMessage()).replace(copy.toString(), url));
    }
  }

  private static ExternalModelDescription description(
      HadoopFiles files, String url, String description) throws IOException {
    return description.isEmpty()
        ? ExternalModelDescription.beside(files, url, ", or give it by setDescription")
        : ExternalModelDescription.parse(description, "the description of model " + url);
  }

  private synchronized ModelHandle compile(
      SparkContext spark, ModelSource model, ServingTarget target) throws IOException {
    Path temporary = Files.createTempDirectory(folder(), "compile");
    ModelHandle handle = model.compile(temporary, target);
    distribute(spark, keep(temporary.resolve(handle.file().name())));
    Files.delete(temporary);
    return handle;
  }

  private synchronized Path download(SparkContext spark, HadoopFiles files, String url)
      throws IOException {
    Entry file =
        files
            .find(url)
            .orElseThrow(() -> UserException.input("Model file %s not found: check modelUrl", url));
    if (file.isFolder()) {
      throw UserException.input("Model %s is a folder: give the model file in it", url);
    }
    Downloaded state = new Downloaded(file.path(), file.length(), file.modified());
    // Programs that clean temporary folders may delete the copy while the driver runs.
    if (!downloads.containsKey(state) || !Files.exists(downloads.get(state))) {
      Path temporary = Files.createTempDirectory(folder(), "download");
      Path copy = temporary.resolve("model.pt");
      try (InputStream stream = files.open(url)) {
        Files.copy(stream, copy);
      }
      String name = "saliency-" + Sha256.of(copy).substring(0, 16) + ".pt";
      downloads.put(state, keep(Files.move(copy, temporary.resolve(name))));
      Files.delete(temporary);
    }
    distribute(spark, downloads.get(state));
    return downloads.get(state);
  }

  private Path folder() throws IOException {
    if (folder == null) {
      folder = TemporaryFiles.folder("models");
      folder.toFile().deleteOnExit();
    }
    Files.createDirectories(folder);
    return folder;
  }

  /** Moves a file to the folder; its name contains its hash, so it may replace only its equal. */
  private Path keep(Path file) throws IOException {
    Path kept = folder().resolve(file.getFileName());
    Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
    kept.toFile().deleteOnExit();
    return kept;
  }

  private synchronized Path distributed(SparkContext spark, Path file) {
    distribute(spark, file);
    return file;
  }

  private void distribute(SparkContext spark, Path file) {
    if (distributed.add(
        new Distributed(spark.applicationId(), DistributedFile.currentSession(), file))) {
      spark.addFile(file.toString());
    }
  }
}
