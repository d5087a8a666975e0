package org.saliency.torchscript;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.saliency.checkpoint.TensorEncoding;
import org.saliency.network.Tensor;
import org.saliency.network.Weights;

/**
 * Writes tensors as {@code torch.save} writes a {@code state_dict}: {@code torch.load} reads the
 * file, with {@code weights_only=True}, too.
 */
public final class StateDict {

  private static final String ROOT = "archive/";

  private StateDict() {}

  /**
   * Writes the tensors in the order of the network; equal tensors give equal bytes.
   *
   * @param file replaced when it exists
   * @param extraFiles extra text files by name, which {@code torch.load} passes over
   */
  public static void write(Path file, Weights weights, Map<String, String> extraFiles)
      throws IOException {
    Pickler.Pickle pickle = Pickler.ofTensors(weights);
    try (StoredZip zip = StoredZip.create(file, ROOT)) {
      zip.add("data.pkl", pickle.bytes());
      zip.add("byteorder", "little");
      for (Map.Entry<String, Integer> storage : pickle.storages().entrySet()) {
        Tensor tensor = weights.tensor(storage.getKey());
        zip.add("data/" + storage.getValue(), TensorEncoding.of(tensor).bytes(tensor));
      }
      zip.add("version", ArchiveWriter.VERSION);
      for (Map.Entry<String, String> extra : extraFiles.entrySet()) {
        zip.add("extra/" + extra.getKey(), extra.getValue());
      }
    }
  }
}
