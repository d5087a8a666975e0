package org.saliency.network;

import java.util.List;
import java.util.Locale;

/**
 * A gated recurrent unit with 3x3 convolutions. It runs over the frames of a window from a zero
 * state and returns the state after the last frame. With x the features of a frame, h the state and
 * * a convolution:
 *
 * <pre>
 * reset     r = sigmoid(Wr * x + Ur * h + br)
 * update    z = sigmoid(Wz * x + Uz * h + bz)
 * candidate c = tanh(Wc * x + Uc * (r h) + bc)
 * state     h = (1 - z) h + z c
 * </pre>
 *
 * The input holds all terms that depend on x alone, [batch * window, 3 * channels, height, width]
 * in the order reset, update, candidate. The operation owns Ur and Uz ({@code gates}) and Uc
 * ({@code candidate}).
 *
 * <p>Source: Ballas et al., Delving Deeper into Convolutional Networks for Learning Video
 * Representations, 2016.
 *
 * @param channels channels of the state
 * @param window frames in a window, at least 2
 */
public record ConvGru(int channels, int window) implements Operation {

  private static final int KERNEL = 3;

  /** The convolution that computes the input from the features. */
  static Convolution input(int channels) {
    return Convolution.of(channels, 3 * channels, KERNEL).withBias();
  }

  private Convolution gates() {
    return Convolution.of(channels, 2 * channels, KERNEL);
  }

  private Convolution candidate() {
    return Convolution.of(channels, channels, KERNEL);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        gates().parameters().get(0).within("gates"),
        candidate().parameters().get(0).within("candidate"));
  }

  @Override
  public int fanIn() {
    return gates().fanIn();
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0).withChannels(channels).withFrames(1);
  }

  @Override
  public long multiplyAdds(Shape output) {
    Shape gates = output.withChannels(2 * channels);
    return (window - 1) * (gates().multiplyAdds(gates) + candidate().multiplyAdds(output));
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    code.assign("_frame", "%s", Code.everyNth(inputs.get(0), 0, window));
    code.assign("_update", "torch.sigmoid(%s)", part("_frame", 1, 2));
    code.assign(result, "torch.mul(_update, torch.tanh(%s))", part("_frame", 2, 3));
    for (int step = 1; step < window; step++) {
      code.assign("_frame", "%s", Code.everyNth(inputs.get(0), step, window));
      gates().write(code, self.child("gates"), List.of(result), "_gates");
      code.assign("_gates", "torch.sigmoid(torch.add(%s, _gates))", part("_frame", 0, 2));
      code.assign("_update", "%s", part("_gates", 1, 2));
      code.assign("_kept", "torch.mul(%s, %s)", part("_gates", 0, 1), result);
      candidate().write(code, self.child("candidate"), List.of("_kept"), "_candidate");
      code.assign("_candidate", "torch.tanh(torch.add(%s, _candidate))", part("_frame", 2, 3));
      code.assign(
          result, "torch.add(%1$s, torch.mul(_update, torch.sub(_candidate, %1$s)))", result);
    }
  }

  /** A range of channels, in multiples of the state's channels. */
  private String part(String x, int from, int to) {
    return String.format(
        Locale.ROOT, "torch.slice(%s, 1, %d, %d)", x, from * channels, to * channels);
  }
}
