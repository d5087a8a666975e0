package org.saliency.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saliency.network.Tensor;

/** Builds named tensors as the pieces of the file that they lie in are read, in any order. */
final class TensorAssembly {

  /** Values that a byte of the file may stand for, since tensors may share what is stored. */
  private static final long MOST_VALUES_PER_BYTE = 4;

  /** Values that the smallest file may hold: of a tensor that repeats one stored element. */
  private static final long MOST_VALUES_ANYHOW = 1 << 20;

  private final Map<String, StoredTensor> stored;
  private final Map<String, List<String>> namesByPiece = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /**
   * A plan to read the given tensors, and no others.
   *
   * @param fileSize bytes of the file, which limits how many values can be in it
   */
  TensorAssembly(Map<String, StoredTensor> stored, long fileSize) throws MalformedException {
    this.stored = stored;
    long most = Math.max(MOST_VALUES_ANYHOW, MOST_VALUES_PER_BYTE * fileSize);
    long values = 0;
    for (Map.Entry<String, StoredTensor> entry : stored.entrySet()) {
      StoredTensor tensor = entry.getValue();
      values += Math.min(tensor.elements(), Long.MAX_VALUE / 2 - values);
      if (values > most || tensor.elements() > Integer.MAX_VALUE - 8) {
        throw MalformedException.damaged(
            "tensor %s claims %d values, more than can be read from a file of %d bytes"
                .formatted(entry.getKey(), tensor.elements(), fileSize));
      }
      namesByPiece
          .computeIfAbsent(tensor.storage().key(), key -> new ArrayList<>())
          .add(entry.getKey());
      tensors.put(entry.getKey(), null); // keeps the order
    }
  }

  /** The keys of the pieces that are needed, each once. */
  List<String> pieces() {
    return List.copyOf(namesByPiece.keySet());
  }

  /** Whether any tensor lies in a piece. */
  boolean needs(String piece) {
    return namesByPiece.containsKey(piece);
  }

  /** Builds the tensors that lie in a piece from all its bytes. */
  void add(String piece, ByteBuffer bytes) throws MalformedException {
    for (String name : namesByPiece.get(piece)) {
      StoredTensor tensor = stored.get(name);
      if (tensor.storage().pieceBytes() > bytes.capacity()) {
        throw MalformedException.damaged(
            "tensor %s claims a storage of %d bytes where %d are"
                .formatted(name, tensor.storage().pieceBytes(), bytes.capacity()));
      }
      tensors.put(name, tensor.read(bytes));
    }
    namesByPiece.remove(piece);
  }

  /** All tensors, in the order they were given. */
  Map<String, Tensor> tensors() throws MalformedException {
    if (!namesByPiece.isEmpty()) {
      throw MalformedException.damaged("storages %s are missing".formatted(namesByPiece.keySet()));
    }
    return tensors;
  }
}
