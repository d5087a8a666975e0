package org.saliency.checkpoint;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.saliency.checkpoint.StoredTensor.Storage;
import org.saliency.checkpoint.Unpickler.Sequence;
import org.saliency.network.Tensor;

/**
 * Reads the format of {@code torch.save} from 0.1.10 to 1.5, still available as an option: pickles
 * of a magic number, a protocol version, system information, the saved object and the keys of its
 * storages; then each storage as a 64-bit element count and the elements, little-endian.
 *
 * @see <a href="https://github.com/pytorch/pytorch/blob/main/torch/serialization.py">torch.load</a>
 */
final class LegacyStream {

  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long PROTOCOL = 1001;

  private final Map<String, ElementType> types = new HashMap<>();

  private LegacyStream() {}

  static Map<String, Tensor> read(Path path, Optional<String> stateDict) throws IOException {
    try (ByteReader in = ByteReader.open(path)) {
      return new LegacyStream().read(in, stateDict);
    }
  }

  private Map<String, Tensor> read(ByteReader in, Optional<String> stateDict) throws IOException {
    long fileSize = in.remaining();
    if (!MAGIC.equals(load(in))) {
      throw new MalformedException(
          "it is a pickle, but not written by torch.save: save it with torch.save");
    }
    if (!Long.valueOf(PROTOCOL).equals(load(in))) {
      throw MalformedException.damaged(
          String.format(Locale.ROOT, "its protocol version is not %d", PROTOCOL));
    }
    load(in); // system information, not needed
    Object saved = load(in);
    TensorAssembly assembly =
        new TensorAssembly(TensorNames.ofStateDict(saved, stateDict), fileSize);
    if (!(load(in) instanceof Sequence keys)) {
      throw MalformedException.damaged("its list of storages is missing");
    }
    for (int index = 0; index < keys.items().size(); index++) {
      String key = keys.item(index, String.class);
      ElementType type = types.get(key);
      if (type == null) {
        throw MalformedException.damaged(
            String.format(Locale.ROOT, "storage %s belongs to no tensor", key));
      }
      long bytes = in.count(type.size());
      if (assembly.needs(key)) {
        assembly.add(key, in.buffer(bytes));
      } else {
        in.skip(bytes);
      }
    }
    return assembly.tensors();
  }

  private Object load(ByteReader in) throws IOException {
    return Unpickler.load(in, TorchObjects::stateDictGlobal, this::storage);
  }

  private Storage storage(Object id) throws MalformedException {
    Storage storage = TorchObjects.storage(id);
    types.putIfAbsent(storage.key(), storage.type());
    return storage;
  }
}
