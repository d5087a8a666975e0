package org.saliency.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.saliency.network.Tensor;

/**
 * Weights read from a file.
 *
 * @param tensors parameters and buffers by name, in the order of the file; floating-point values
 *     are float32, integers and booleans are int64
 * @param metadata texts that a safetensors file holds beside its tensors; empty otherwise
 * @param container file format: {@code zip} (torch.save since 1.6), {@code legacy} (torch.save
 *     before), {@code safetensors}, or {@code torchscript}
 * @param sha256 SHA-256 of the whole file, 64 hexadecimal digits
 */
public record Checkpoint(
    Map<String, Tensor> tensors, Map<String, String> metadata, String container, String sha256) {

  /** Keeps the order of the tensors. */
  public Checkpoint {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Map.copyOf(metadata);
  }

  /** Weights without metadata. */
  public Checkpoint(Map<String, Tensor> tensors, String container, String sha256) {
    this(tensors, Map.of(), container, sha256);
  }
}
