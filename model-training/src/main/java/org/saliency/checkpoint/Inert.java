package org.saliency.checkpoint;

/**
 * Stands for values that contain no tensors, such as the arguments of a training run. It may be
 * called, filled and restored like an object, without effect.
 */
enum Inert implements Unpickler.Constructor, Unpickler.Stateful {
  /** Every such value. */
  VALUE;

  @Override
  public Object construct(Unpickler.Sequence arguments) {
    return VALUE;
  }

  @Override
  public void restore(Object state) {}
}
