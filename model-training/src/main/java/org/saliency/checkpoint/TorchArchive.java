package org.saliency.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.saliency.network.Tensor;

/**
 * Reads tensors and extra text files of a TorchScript archive without running its code. The caller
 * closes it.
 *
 * <p>Errors of the file are {@link org.saliency.UserException}s of kind INPUT that name the path.
 */
public final class TorchArchive implements AutoCloseable {

  static final String TENSORS_ALONE =
      "it contains tensors but no network: convert it with 'model import', or save the network"
          + " itself with torch.jit.script and torch.jit.save";

  private final Path path;
  private final TorchZip zip;

  private TorchArchive(Path path, TorchZip zip) {
    this.path = path;
    this.zip = zip;
  }

  /** Opens an archive; reads its directory only. */
  public static TorchArchive open(Path path) {
    return TensorFile.read(
        path,
        () -> {
          Checkpoints.requireZip(path);
          TorchZip zip = TorchZip.open(path);
          if (!zip.isTorchScript()) {
            zip.close();
            throw new MalformedException(TENSORS_ALONE);
          }
          return new TorchArchive(path, zip);
        });
  }

  /**
   * All parameters and buffers by dotted path, such as {@code encoder.conv1.weight}, module by
   * module. Floating-point values become float32, integers and booleans int64.
   */
  public Map<String, Tensor> tensors() {
    return TensorFile.read(path, () -> tensors(zip));
  }

  static Map<String, Tensor> tensors(TorchZip zip) throws IOException {
    return zip.tensors(TensorNames.ofModule(zip.object(TorchObjects::scriptGlobal)));
  }

  /**
   * The text of an extra file; empty if there is none of that name.
   *
   * @param name the name given to {@code _extra_files} of {@code torch.jit.save}
   */
  public Optional<String> extra(String name) {
    return TensorFile.read(path, () -> zip.text("extra/" + name));
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
