package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.model.Model;
import org.saliency.spark.serving.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "export", description = "Write a model for other programs.")
final class ModelExportCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  /** Forms of the file. */
  enum Form {
    /** Weights with the description of the model as metadata. */
    SAFETENSORS {
      @Override
      void write(Model model, Path file) throws IOException {
        model.writeSafetensors(file);
      }
    },
    /** Network and weights, for {@code torch.jit.load}. */
    TORCHSCRIPT {
      @Override
      void write(Model model, Path file) throws IOException {
        model.write(file);
      }
    };

    abstract void write(Model model, Path file) throws IOException;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORM",
      description =
          "safetensors (weights, with the description of the model) or torchscript (network and"
              + " weights, for torch.jit.load).")
  private Form form;

  @Parameters(index = "0", paramLabel = "M.pt", description = "The model file, on any file system.")
  private String file;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
  private Path output;

  @Override
  public Integer call() throws IOException {
    try (ModelFile local = ModelFile.open(file, DriverFiles.files())) {
      Model model = Model.read(local.path());
      form.write(model, output);
      return common.print(
          Map.of("output", output.toString(), "hash", model.description().hash()), output + "\n");
    }
  }
}
