package org.saliency.spark.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.saliency.UserException;
import org.saliency.checkpoint.ElementType;
import org.saliency.model.Model;
import org.saliency.model.ModelExport;
import org.saliency.settings.Settings;
import org.saliency.spark.serving.ModelFile;
import org.saliency.spark.storage.WrittenFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "export", description = "Write a model for other programs.")
final class ModelExportCommand implements Callable<Integer> {

  @Mixin private final CommonOptions common = new CommonOptions();

  /** Forms of the output. */
  enum Form {
    /** Weights with the description of the model as metadata. */
    SAFETENSORS(WrittenFile.SAFETENSORS) {
      @Override
      void write(Model model, Path output, Kernels kernels) throws IOException {
        model.writeSafetensors(output, kernels.type);
      }
    },
    /** Network and weights, for {@code torch.jit.load}. */
    TORCHSCRIPT(WrittenFile.MODEL) {
      @Override
      void write(Model model, Path output, Kernels kernels) throws IOException {
        requireFloat32(kernels);
        new ModelExport(model).torchScript(output);
      }
    },
    /** Weights, for {@code torch.load}. */
    STATE_DICT(WrittenFile.STATE_DICT) {
      @Override
      void write(Model model, Path output, Kernels kernels) throws IOException {
        requireFloat32(kernels);
        new ModelExport(model).stateDict(output);
      }
    },
    /** A folder with network, weights and the scoring of frames in Python. */
    PYTHON(null) {
      @Override
      ModelOutput output(Path output, List<String> inputs) throws IOException {
        Path folder = LocalPath.ofOutput(output);
        ModelExport.requireEmpty(folder);
        return new ModelOutput(folder, false);
      }

      @Override
      void write(Model model, Path output, Kernels kernels) throws IOException {
        requireFloat32(kernels);
        new ModelExport(model).python(output);
      }
    };

    /** The kind of file; null for a folder. */
    private final WrittenFile kind;

    Form(WrittenFile kind) {
      this.kind = kind;
    }

    static Form named(String name) {
      return Arrays.stream(values())
          .filter(form -> form.toString().equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(
              () ->
                  UserException.usage(
                      "Unknown form '%s' of --to: choose one of %s",
                      name,
                      Arrays.stream(values())
                          .map(Form::toString)
                          .collect(Collectors.joining(", "))));
    }

    /** Requires that the output can be written without losing other files. */
    ModelOutput output(Path output, List<String> inputs) throws IOException {
      return ModelOutput.of(kind, output, inputs);
    }

    abstract void write(Model model, Path output, Kernels kernels) throws IOException;

    void requireFloat32(Kernels kernels) {
      if (kernels != Kernels.FP32) {
        throw UserException.usage(
            "Invalid --precision '%s' with --to %s, which is float32: leave it out, or use --to"
                + " safetensors",
            kernels, this);
      }
    }

    @Override
    public String toString() {
      return Settings.kebab(this);
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
          "safetensors (weights, with the description of the model), torchscript (network and"
              + " weights, for torch.jit.load), state-dict (weights, for torch.load) or python (a"
              + " folder with saliency.py, which scores frames with PyTorch alone).")
  private String to;

  @Parameters(index = "0", paramLabel = "M.pt", description = "The model file, on any file system.")
  private String file;

  @Parameters(index = "1", paramLabel = "OUT", description = "The file to write, or a new folder.")
  private Path output;

  @Override
  public Integer call() throws IOException {
    common.load();
    Form form = Form.named(to);
    ModelOutput target = form.output(output, List.of(file));
    try (ModelFile local = ModelFile.open(file, DriverFiles.files())) {
      target.requireNoLoss(local.path());
      Model model = Model.read(local.path());
      form.write(model, target.file(), kernels);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("output", target.file().toString());
      figures.put("hash", model.description().hash());
      target.addTo(figures);
      return common.print(figures, target.line());
    }
  }
}
