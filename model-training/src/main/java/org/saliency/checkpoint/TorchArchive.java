package org.saliency.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.saliency.network.Tensor;

/**
 * A TorchScript archive, as {@code torch.jit.save} or this project writes it, opened to read its
 * tensors and the text files within. Nothing of its code is run.
 *
 * <p>Every fault of the file is a {@link org.saliency.UserException} of kind INPUT that names the
 * path. Close it when done.
 */
public final class TorchArchive implements AutoCloseable {

  static final String TENSORS_ALONE =
      "it holds tensors but no network; make a model of it with 'model import', or save the network"
          + " itself with torch.jit.script and torch.jit.save";

  private final Path path;
  private final TorchZip zip;

  private TorchArchive(Path path, TorchZip zip) {
    this.path = path;
    this.zip = zip;
  }

  /** Opens an archive; reads no more than its list of contents. */
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
   * All parameters and buffers by their dotted path, such as {@code encoder.conv1.weight}, in the
   * order of the archive: of each module in turn. Floating-point values become float32, whole
   * numbers and booleans int64.
   */
  public Map<String, Tensor> tensors() {
    return TensorFile.read(path, () -> tensors(zip));
  }

  static Map<String, Tensor> tensors(TorchZip zip) throws IOException {
    return zip.tensors(TensorNames.ofModule(zip.object(TorchObjects::scriptGlobal)));
  }

  /**
   * The text of a file that was saved along, if there is one of this name.
   *
   * @param name as given to {@code _extra_files} of {@code torch.jit.save}
   */
  public Optional<String> extra(String name) {
    return TensorFile.read(path, () -> zip.text("extra/" + name));
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
