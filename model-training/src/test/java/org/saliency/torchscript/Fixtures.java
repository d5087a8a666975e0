package org.saliency.torchscript;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The small files made by PyTorch; their README tells how. */
final class Fixtures {

  private Fixtures() {}

  static Path file(String name) {
    try {
      return Path.of(Fixtures.class.getResource("/checkpoints/" + name).toURI());
    } catch (URISyntaxException fault) {
      throw new IllegalStateException(fault);
    }
  }
}
