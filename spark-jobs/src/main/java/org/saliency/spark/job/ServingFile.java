package org.saliency.spark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.saliency.network.Precision;
import org.saliency.network.ServingForm;
import org.saliency.spark.inference.ArchiveHash;
import org.saliency.torchscript.ArchiveWriter;
import org.saliency.torchscript.Model;

/**
 * The serving form of a model, compiled to a file of the driver that Spark sends to each executor
 * once.
 */
final class ServingFile implements AutoCloseable {

  private final Path file;
  private final String hash;

  private ServingFile(Path file, String hash) {
    this.file = file;
    this.hash = hash;
  }

  static ServingFile compile(Model model, Precision precision, SparkSession spark) {
    ServingForm form = model.servingForm(precision);
    try {
      Path folder = Files.createTempDirectory("saliency-serving");
      Path file = folder.resolve("serving-" + form.hash().substring(0, 16) + ".pt");
      ArchiveWriter.write(file, form);
      spark.sparkContext().addFile(file.toString());
      return new ServingFile(file, ArchiveHash.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the serving form cannot be written to a temporary file", e);
    }
  }

  /** Its name on the executors. */
  String name() {
    return file.getFileName().toString();
  }

  /** SHA-256 of the file. */
  String hash() {
    return hash;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
