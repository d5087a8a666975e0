package org.saliency.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saliency.network.Tensor;

/** Builds named tensors while the records of a file are read, in any order. */
final class TensorAssembly {

  /** Limit on values per byte of the file; above 1 since tensors may share a storage. */
  private static final long MOST_VALUES_PER_BYTE = 4;

  /** Limit for small files, whose tensors may repeat one stored element. */
  private static final long MOST_VALUES_MINIMUM = 1 << 20;

  private final Map<String, StoredTensor> stored;
  private final Map<String, List<String>> namesByRecord = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /**
   * Plans to read the given tensors only.
   *
   * @param fileSize size of the file in bytes, which limits the number of values
   */
  TensorAssembly(Map<String, StoredTensor> stored, long fileSize) throws MalformedException {
    this.stored = stored;
    long most = Math.max(MOST_VALUES_MINIMUM, MOST_VALUES_PER_BYTE * fileSize);
    long values = 0;
    for (Map.Entry<String, StoredTensor> entry : stored.entrySet()) {
      StoredTensor tensor = entry.getValue();
      values += Math.min(tensor.elements(), Long.MAX_VALUE / 2 - values);
      if (values > most || tensor.elements() > Integer.MAX_VALUE - 8) {
        throw MalformedException.damaged(
            String.format(
                Locale.ROOT,
                "tensor %s has %d values, too many for a file of %d bytes",
                entry.getKey(),
                tensor.elements(),
                fileSize));
      }
      namesByRecord
          .computeIfAbsent(tensor.storage().key(), key -> new ArrayList<>())
          .add(entry.getKey());
      tensors.put(entry.getKey(), null); // fixes the order
    }
  }

  /** Keys of the needed records, each once. */
  List<String> records() {
    return List.copyOf(namesByRecord.keySet());
  }

  /** Whether a tensor lies in a record. */
  boolean needs(String record) {
    return namesByRecord.containsKey(record);
  }

  /** Builds the tensors that lie in a record from its bytes. */
  void add(String record, ByteBuffer bytes) throws MalformedException {
    for (String name : namesByRecord.get(record)) {
      StoredTensor tensor = stored.get(name);
      if (tensor.storage().recordBytes() > bytes.capacity()) {
        throw MalformedException.damaged(
            String.format(
                Locale.ROOT,
                "tensor %s needs a storage of %d bytes, which has %d",
                name,
                tensor.storage().recordBytes(),
                bytes.capacity()));
      }
      tensors.put(name, tensor.read(bytes));
    }
    namesByRecord.remove(record);
  }

  /** All tensors, in the order given. */
  Map<String, Tensor> tensors() throws MalformedException {
    if (!namesByRecord.isEmpty()) {
      throw MalformedException.damaged(
          String.format(Locale.ROOT, "storages %s are missing", namesByRecord.keySet()));
    }
    return tensors;
  }
}
