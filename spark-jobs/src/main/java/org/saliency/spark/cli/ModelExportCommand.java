package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.saliency.UserException;
import org.saliency.checkpoint.ElementType;
import org.saliency.model.Model;
import org.saliency.spark.serving.ModelFile;
import org.saliency.spark.storage.WrittenFile;
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
    SAFETENSORS(WrittenFile.SAFETENSORS) {
      @Override
      void write(Model model, Path file, Kernels kernels) throws IOException {
        model.writeSafetensors(file, kernels.type);
      }
    },
    /** Network and weights, for {@code torch.jit.load}. */
    TORCHSCRIPT(WrittenFile.MODEL) {
      @Override
      void write(Model model, Path file, Kernels kernels) throws IOException {
        if (kernels != Kernels.FP32) {
          throw UserException.usage(
              "Invalid --precision '%s' with --to torchscript, which computes in float32: leave it"
                  + " out, or use --to safetensors",
              kernels);
        }
        model.write(file);
      }
    };

    private final WrittenFile kind;

    Form(WrittenFile kind) {
      this.kind = kind;
    }

    WrittenFile kind() {
      return kind;
    }

    abstract void write(Model model, Path file, Kernels kernels) throws IOException;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Number formats of convolution kernels in a file of weights. */
  enum Kernels {
    /** Exact. */
    FP32(ElementType.FLOAT32),
    /** Half the size, with 11 bits of precision. */
    FP16(ElementType.FLOAT16);

    private final ElementType type;

    Kernels(ElementType type) {
      this.type = type;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "fp32",
      description =
          "Number format of convolution kernels in safetensors: fp32 or fp16, which halves the"
              + " size (default: fp32).")
  private Kernels kernels;

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
    ModelOutput.require(form.kind(), output, List.of(file));
    try (ModelFile local = ModelFile.open(file, DriverFiles.files())) {
      Model model = Model.read(local.path());
      form.write(model, output, kernels);
      return common.print(
          Map.of("output", output.toString(), "hash", model.description().hash()), output + "\n");
    }
  }
}
