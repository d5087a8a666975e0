package org.saliency.video;

import org.bytedeco.javacpp.Pointer;

/** A number in the place of a pointer, which nobody follows. */
final class Address extends Pointer {

  Address(long number) {
    address = number;
  }
}
