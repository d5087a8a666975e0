package org.saliency.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saliency.hash.Sha256;
import org.saliency.network.Tensor;

/** Reads weights from PyTorch checkpoints, TorchScript archives and safetensors files. */
public final class Checkpoints {

  /** Bytes that identify the format: the magic of a tar archive is at byte 257. */
  private static final int START = 264;

  private static final String NOT_A_CHECKPOINT =
      "it is not a checkpoint (it begins with '%s'): give a file written by torch.save,"
          + " torch.jit.save or safetensors";

  private static final String TAR =
      "it is a PyTorch checkpoint from before 0.1.10 (2017) or another tar archive: load and save it"
          + " with a newer PyTorch";

  private static final String NOT_TORCHSCRIPT =
      "it is not a TorchScript file (it begins with '%s'): give one written by torch.jit.save";

  private Checkpoints() {}

  /** Format of a file, detected from its first bytes. */
  private enum Form {
    SAFETENSORS,
    ZIP,
    LEGACY,
    OTHER;

    static Form of(String start) throws MalformedException {
      if (start.isEmpty()) {
        throw new MalformedException("it is empty: copy or download it again");
      }
      // Checked first: the 8-byte length before it may equal any other magic.
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

  /** Rejects a file that is not a zip archive, naming its format. */
  static void requireZip(Path path) throws IOException {
    String start = start(path);
    switch (Form.of(start)) {
      case ZIP -> {}
      case OTHER ->
          throw new MalformedException(String.format(Locale.ROOT, NOT_TORCHSCRIPT, shown(start)));
      default -> throw new MalformedException(TorchArchive.TENSORS_ALONE);
    }
  }

  /**
   * Reads the weights of a state dict saved by {@code torch.save} (0.1.10 or later), a safetensors
   * file or a TorchScript archive. A state dict nested in other dicts ({@code {"model": {...}}}) is
   * used if it is the only one. Only tensors are built: no code in the file is run.
   *
   * @throws org.saliency.UserException as {@link #read(Path, Optional)}
   */
  public static Checkpoint read(Path path) {
    return read(path, Optional.empty());
  }

  /**
   * Reads the weights of a file, of a chosen state dict if it has several.
   *
   * @param key name of the state dict, dotted where it is nested deeper; empty for the only one
   * @throws org.saliency.UserException of kind INPUT, naming the path, if the file is missing,
   *     empty, truncated, damaged, not a checkpoint, or contains other objects than tensors
   */
  public static Checkpoint read(Path path, Optional<String> key) {
    return TensorFile.read(
        path,
        () -> {
          String start = start(path);
          return switch (Form.of(start)) {
            case SAFETENSORS -> {
              requireNoKey(key);
              Safetensors.Content content = Safetensors.read(path);
              yield new Checkpoint(
                  content.tensors(), content.metadata(), "safetensors", Sha256.of(path));
            }
            case ZIP -> readZip(path, key);
            case LEGACY -> new Checkpoint(LegacyStream.read(path, key), "legacy", Sha256.of(path));
            case OTHER ->
                throw new MalformedException(
                    String.format(Locale.ROOT, NOT_A_CHECKPOINT, shown(start)));
          };
        });
  }

  /**
   * A text beside the weights of a file: a metadata entry of safetensors, or an extra file of a zip
   * archive.
   *
   * @return empty if there is none of that name
   * @throws org.saliency.UserException as {@link #read(Path, Optional)}
   */
  public static Optional<String> text(Path path, String name) {
    return TensorFile.read(
        path,
        () ->
            switch (Form.of(start(path))) {
              case SAFETENSORS -> Optional.ofNullable(Safetensors.metadata(path).get(name));
              case ZIP -> {
                try (TorchZip zip = TorchZip.open(path)) {
                  yield zip.text("extra/" + name);
                }
              }
              case LEGACY, OTHER -> Optional.empty();
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

  private static void requireNoKey(Optional<String> key) throws MalformedException {
    if (key.isPresent()) {
      throw new MalformedException(
          String.format(
              Locale.ROOT, "it has only one set of weights, not '%s': leave out --key", key.get()));
    }
  }

  private static Checkpoint readZip(Path path, Optional<String> key) throws IOException {
    try (TorchZip zip = TorchZip.open(path)) {
      if (zip.isTorchScript()) {
        requireNoKey(key);
        return new Checkpoint(TorchArchive.tensors(zip), "torchscript", Sha256.of(path));
      }
      Object saved = zip.object(TorchObjects::stateDictGlobal);
      Map<String, Tensor> tensors = zip.tensors(TensorNames.ofStateDict(saved, key));
      return new Checkpoint(tensors, "zip", Sha256.of(path));
    }
  }
}
