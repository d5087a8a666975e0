package org.saliency.video;

import org.bytedeco.javacpp.Pointer;

/** A number passed as a pointer; never dereferenced. */
final class Address extends Pointer {

  Address(long number) {
    address = number;
  }
}
