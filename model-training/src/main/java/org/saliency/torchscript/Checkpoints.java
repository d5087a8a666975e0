package org.saliency.torchscript;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.saliency.network.Tensor;

/** Reads weights from files in the forms that PyTorch and its relatives use. */
public final class Checkpoints {

  /** Enough to tell every form: a tar file names itself at byte 257. */
  private static final int START = 264;

  private static final String NO_CHECKPOINT =
      "it is no checkpoint (it begins with '%s'); give a file of torch.save, torch.jit.save or"
          + " safetensors";

  private Checkpoints() {}

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
          // First, since the length that it begins with may look like anything.
          if (start.startsWith("{", Long.BYTES)) {
            return new Checkpoint(Safetensors.read(path), "safetensors", sha256(path));
          }
          if (start.startsWith("PK\3\4")) {
            return readZip(path);
          }
          if (start.startsWith("ustar", 257)) {
            return new Checkpoint(TarCheckpoint.read(path), "tar", sha256(path));
          }
          if (start.startsWith("\u0080")) {
            return new Checkpoint(LegacyStream.read(path), "legacy", sha256(path));
          }
          throw new MalformedException(
              start.isEmpty()
                  ? "it is empty; copy or download it again"
                  : NO_CHECKPOINT.formatted(start.substring(0, Math.min(start.length(), 24))));
        });
  }

  private static String start(Path path) throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      return new String(stream.readNBytes(START), ISO_8859_1);
    }
  }

  private static Checkpoint readZip(Path path) throws IOException {
    try (TorchZip zip = TorchZip.open(path)) {
      if (zip.isTorchScript()) {
        return new Checkpoint(TorchArchive.tensors(zip), "torchscript", sha256(path));
      }
      Object saved = zip.object(TorchObjects::stateDictGlobal);
      Map<String, Tensor> tensors = zip.tensors(TensorNames.ofStateDict(saved));
      return new Checkpoint(tensors, "zip", sha256(path));
    }
  }

  private static String sha256(Path path) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream stream = new DigestInputStream(Files.newInputStream(path), digest)) {
        stream.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException fault) {
      throw new IllegalStateException("every Java has SHA-256", fault);
    }
  }
}
