package org.saliency.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.saliency.hash.Sha256;
import org.saliency.network.Tensor;

/** Reads weights from files in the forms that PyTorch and its relatives use. */
public final class Checkpoints {

  /** Enough to tell every form: a tar file names itself at byte 257. */
  private static final int START = 264;

  private static final String NO_CHECKPOINT =
      "it is no checkpoint (it begins with '%s'); give a file of torch.save, torch.jit.save or"
          + " safetensors";

  private static final String TAR =
      "it is a PyTorch checkpoint from before 0.1.10 (2017) or another tar archive: load and save it"
          + " with a newer PyTorch";

  private static final String NO_NETWORK =
      "it is no TorchScript file (it begins with '%s'); give one that torch.jit.save wrote";

  private Checkpoints() {}

  /** What a file is by its first bytes. */
  private enum Form {
    SAFETENSORS,
    ZIP,
    LEGACY,
    OTHER;

    static Form of(String start) throws MalformedException {
      if (start.isEmpty()) {
        throw new MalformedException("it is empty; copy or download it again");
      }
      // First, since the length that it begins with may look like anything.
      if (start.startsWith("{", Long.BYTES)) {
        return SAFETENSORS;
      }
      if (start.startsWith("PK\3\4")) {
        return ZIP;
      }
      if (start.startsWith("ustar", 257)) {
        throw new MalformedException(TAR);
      }
      return start.startsWith("\u0080") ? LEGACY : OTHER;
    }
  }

  /** Refuses a file that cannot be a TorchScript archive, and says what it is. */
  static void requireZip(Path path) throws IOException {
    String start = start(path);
    switch (Form.of(start)) {
      case ZIP -> {}
      case OTHER -> throw new MalformedException(NO_NETWORK.formatted(shown(start)));
      default -> throw new MalformedException(TorchArchive.TENSORS_ALONE);
    }
  }

  /**
   * The weights in a state dict saved by any version of {@code torch.save}, in a safetensors file,
   * or in a TorchScript archive. A state dict within other dicts ({@code {"model": {...}}}) is
   * taken if it is the only one. Only tensors are built: nothing that a file names is ever run.
   *
   * @throws org.saliency.UserException of kind INPUT, naming the path, if the file is missing,
   *     empty, truncated, damaged, no checkpoint, or holds more than tensors
   */
  public static Checkpoint read(Path path) {
    return TensorFile.read(
        path,
        () -> {
          String start = start(path);
          return switch (Form.of(start)) {
            case SAFETENSORS ->
                new Checkpoint(Safetensors.read(path), "safetensors", Sha256.of(path));
            case ZIP -> readZip(path);
            case LEGACY -> new Checkpoint(LegacyStream.read(path), "legacy", Sha256.of(path));
            case OTHER -> throw new MalformedException(NO_CHECKPOINT.formatted(shown(start)));
          };
        });
  }

  private static String shown(String start) {
    return start.substring(0, Math.min(start.length(), 24));
  }

  private static String start(Path path) throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      return new String(stream.readNBytes(START), ISO_8859_1);
    }
  }

  private static Checkpoint readZip(Path path) throws IOException {
    try (TorchZip zip = TorchZip.open(path)) {
      if (zip.isTorchScript()) {
        return new Checkpoint(TorchArchive.tensors(zip), "torchscript", Sha256.of(path));
      }
      Object saved = zip.object(TorchObjects::stateDictGlobal);
      Map<String, Tensor> tensors = zip.tensors(TensorNames.ofStateDict(saved));
      return new Checkpoint(tensors, "zip", Sha256.of(path));
    }
  }
}
