package org.saliency.video;

import java.util.Optional;
import org.saliency.UserException;

/**
 * The content of a decoded frame, or the decoding error: exactly one is present.
 *
 * @param content picture or map
 * @param error why there is none
 */
public record Decoded<T>(Optional<T> content, Optional<UserException> error) {

  public Decoded {
    if (content.isPresent() == error.isPresent()) {
      throw new IllegalArgumentException("a decoded frame needs either a content or an error");
    }
  }

  static <T> Decoded<T> of(T content) {
    return new Decoded<>(Optional.of(content), Optional.empty());
  }

  static <T> Decoded<T> failed(UserException error) {
    return new Decoded<>(Optional.empty(), Optional.of(error));
  }

  /**
   * The content.
   *
   * @throws UserException when the frame could not be decoded
   */
  public T require() {
    if (error.isPresent()) {
      throw error.get();
    }
    return content.orElseThrow();
  }
}
