package org.saliency.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.saliency.frame.Size;

/**
 * Applies an {@link Adaptation} to maps of a size, with or without a channel.
 *
 * @param adaptation its gain and floor are constants; blur and center bias are tensors
 * @param size size of the maps
 */
record AdaptedMap(Adaptation adaptation, Size size) implements Operation {

  @Override
  public List<Parameter> parameters() {
    int taps = adaptation.taps(size.width()).length;
    return List.of(
        buffer("bias", size.height(), size.width()),
        buffer("horizontal", 1, 1, 1, taps),
        buffer("vertical", 1, 1, taps, 1));
  }

  private static Parameter buffer(String name, long... shape) {
    return new Parameter(name, shape, Parameter.Role.BUFFER, Parameter.Initial.ZEROS);
  }

  /** The values of the tensors, by name. */
  Map<String, Tensor> tensors() {
    float[] taps = floats(adaptation.taps(size.width()));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "bias",
        Tensor.of(new long[] {size.height(), size.width()}, floats(adaptation.logBias(size))));
    tensors.put("horizontal", Tensor.of(new long[] {1, 1, 1, taps.length}, taps));
    tensors.put("vertical", Tensor.of(new long[] {1, 1, taps.length, 1}, taps));
    return tensors;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public void write(Code code, Code.Self self, List<String> inputs, String result) {
    int border = adaptation.taps(size.width()).length / 2;
    code.assign(
        "_map",
        "torch.reshape(%s, %s)",
        inputs.get(0),
        Code.list(-1, 1, size.height(), size.width()));
    if (border > 0) {
      Smoothing.write(code, self, border, "_map", "_map");
    }
    code.assign(
        "_map",
        "torch.add(torch.mul(torch.log(torch.add(_map, %s)), %s), %s)",
        number(Adaptation.EPSILON),
        number(adaptation.gain()),
        self.attribute("bias"));
    code.assign("_map", "torch.exp(torch.sub(_map, torch.amax(_map, [1, 2, 3], True)))");
    code.assign(
        result,
        "torch.view_as(torch.add(torch.mul(_map, %s), %s), %s)",
        number(1 - adaptation.floor()),
        number(adaptation.floor()),
        inputs.get(0));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.17g", value);
  }
}
