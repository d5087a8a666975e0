package org.saliency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.saliency.UserException;
import org.saliency.network.Tensor;

/** Valid files; damaged and hostile ones are in {@link DamagedCheckpointsTest}. */
class CheckpointsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"zip.pth, zip", "legacy.pth, legacy", "all.safetensors, safetensors"})
  void readsEveryTensorOfAStateDict(String file, String container) {
    Checkpoint checkpoint = Checkpoints.read(Fixtures.file(file));

    assertThat(checkpoint.container()).isEqualTo(container);
    Map<String, Tensor> tensors = checkpoint.tensors();
    assertThat(tensors).hasSize(11);
    assertFloats(tensors.get("weight"), new long[] {2, 3}, 0, 1, 2, 3, 4, 5);
    assertFloats(tensors.get("shared"), new long[] {3, 2}, 0, 3, 1, 4, 2, 5);
    assertFloats(tensors.get("tail"), new long[] {4}, 2, 3, 4, 5);
    // 6e-8 is nearest to 2^-24, the smallest float16.
    assertFloats(tensors.get("half"), new long[] {4}, 1.5f, -0.25f, 65504, 0x1p-24f);
    assertThat(tensors.get("brain").floats()[0]).isEqualTo(1);
    assertThat(tensors.get("brain").floats()[1]).isEqualTo(-3);
    // bfloat16 keeps 8 bits of a fraction.
    assertThat(tensors.get("brain").floats()[2] / 1e20f).isBetween(1 - 0x1p-8f, 1 + 0x1p-8f);
    assertFloats(tensors.get("double"), new long[] {1}, 0.1f);
    assertLongs(tensors.get("steps"), new long[] {}, 7);
    assertLongs(tensors.get("small"), new long[] {2}, -1, 2);
    assertLongs(tensors.get("bytes"), new long[] {2}, 0, 255);
    assertLongs(tensors.get("flags"), new long[] {2}, 1, 0);
    assertFloats(tensors.get("empty"), new long[] {0, 3});
  }

  @ParameterizedTest
  @CsvSource({"zip.pth", "legacy.pth"})
  void keepsTheOrderOfTheFile(String file) {
    assertThat(Checkpoints.read(Fixtures.file(file)).tensors().keySet())
        .startsWith("weight", "shared", "tail", "half")
        .endsWith("flags", "empty");
  }

  @Test
  void readsTheTensorsOfTorchScriptArchives() {
    Checkpoint checkpoint = Checkpoints.read(Fixtures.file("script.pt"));

    assertThat(checkpoint.container()).isEqualTo("torchscript");
    assertFloats(checkpoint.tensors().get("body.0.weight"), new long[] {2, 1, 1, 1}, 0.5f, -0.5f);
  }

  @Test
  void hashesTheFile() {
    // By sha256sum.
    assertThat(Checkpoints.read(Fixtures.file("plain.safetensors")).sha256())
        .isEqualTo("579ca1c6328e2ed3dd8bc85ce13f3f8b25f282e32c757acf0004bb88ce1abb2f");
  }

  @Test
  void findsTheModelInATrainingCheckpoint() {
    assertThat(Checkpoints.read(Fixtures.file("training.pth")).tensors())
        .containsOnlyKeys("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
  }

  @Test
  void readsStateDictsThatPython2Wrote() throws IOException {
    // Python 2 writes OrderedDict items as lists and encodes text and large numbers differently.
    byte[] saved =
        new Pickles()
            .global("collections", "OrderedDict")
            .ops("(](](")
            .oldText("weight")
            .global("torch._utils", "_rebuild_tensor")
            .ops("((")
            .oldText("storage")
            .global("torch.cuda", "FloatStorage")
            .oldText("94276168059488")
            .oldText("cuda:0")
            .ops("I3\nNtQK\0K\3\u0085K\1\u0085tRe")
            .ops("etR")
            .stop();
    byte[] keys = new Pickles().ops("]").oldText("94276168059488").ops("a").stop();
    Path path = Fixtures.legacy(folder.resolve("old.pth"), saved, keys, Fixtures.counted(1, 2, 3));

    assertFloats(Checkpoints.read(path).tensors().get("weight"), new long[] {3}, 1, 2, 3);
  }

  @Test
  void readsTensorsVariablesAndParametersOfOldPyTorch() throws IOException {
    Pickles saved = new Pickles().ops("}(").text("tensor");
    oldTensor(saved, "0").text("variable").global("torch.autograd.variable", "Variable");
    oldTensor(saved.ops("("), "1").ops("tR(\u0089\u0089Ntb"); // requires gradient, volatile, hooks
    saved.text("parameter").global("torch.nn.parameter", "Parameter").ops(")\u0081(");
    oldTensor(saved, "2").ops("NN\u0088\u0089tb"); // values, gradient, hooks, ...
    byte[] keys = new Pickles().ops("](").text("0").text("1").text("2").ops("e").stop();
    Path path =
        Fixtures.legacy(
            folder.resolve("older.pth"),
            saved.ops("u").stop(),
            keys,
            Fixtures.counted(1, 2),
            Fixtures.counted(3, 4),
            Fixtures.counted(5, 6));

    Map<String, Tensor> tensors = Checkpoints.read(path).tensors();
    assertThat(tensors).containsOnlyKeys("tensor", "variable", "parameter");
    assertFloats(tensors.get("tensor"), new long[] {2}, 1, 2);
    assertFloats(tensors.get("variable"), new long[] {2}, 3, 4);
    assertFloats(tensors.get("parameter"), new long[] {2}, 5, 6);
  }

  /** A tensor whose storage, offset, shape and strides are set after construction. */
  private static Pickles oldTensor(Pickles pickles, String key) {
    return pickles
        .global("torch", "FloatTensor")
        .ops(")\u0081(")
        .ops("(")
        .text("storage")
        .global("torch", "FloatStorage")
        .text(key)
        .text("cpu")
        .ops("K\2NtQK\0K\2\u0085K\1\u0085tb");
  }

  @Test
  void readsViewsOfLegacyStoragesAndSkipsUnneededStorages() throws IOException {
    byte[] saved =
        new Pickles()
            .ops("}")
            .text("optimizer")
            .ops("}")
            .number(0)
            .tensor("8", 2)
            .ops("ss")
            .text("weight")
            .global("torch._utils", "_rebuild_tensor_v2")
            .ops("((")
            .text("storage")
            .global("torch", "FloatStorage")
            .text("9")
            .text("cpu")
            .number(5)
            .ops("(")
            .text("10")
            .ops("K\2K\3ttQK\1K\2\u0085K\1\u0085\u0089NtRs") // from 2, 3 long; then from 1 of it
            .stop();
    byte[] keys = new Pickles().ops("]").text("8").ops("a").text("9").ops("a").stop();
    Path path =
        Fixtures.legacy(
            folder.resolve("views.pth"),
            saved,
            keys,
            Fixtures.counted(6, 7),
            Fixtures.counted(0, 1, 2, 3, 4));

    Map<String, Tensor> tensors = Checkpoints.read(path).tensors();
    assertThat(tensors).containsOnlyKeys("weight");
    assertFloats(tensors.get("weight"), new long[] {2}, 3, 4);
  }

  @Test
  void repeatsTheElementsOfAnExpandedTensor() throws IOException {
    byte[] saved =
        new Pickles()
            .ops("}")
            .text("weight")
            .tensor("0", "FloatStorage", 2, 0, new long[] {2, 3}, new long[] {1, 0})
            .ops("s")
            .stop();
    Path path =
        Fixtures.zip(
            folder.resolve("expanded.pth"), "data.pkl", saved, "data/0", Fixtures.floats(1, 2));

    assertFloats(
        Checkpoints.read(path).tensors().get("weight"), new long[] {2, 3}, 1, 1, 1, 2, 2, 2);
  }

  @Test
  void readsStoragesOfBigEndianMachines() throws IOException {
    byte[] saved = new Pickles().ops("}").text("weight").tensor("0", 2).ops("s").stop();
    Path path =
        Fixtures.zip(
            folder.resolve("big.pth"),
            "data.pkl",
            saved,
            "byteorder",
            new byte[] {'b', 'i', 'g'},
            "data/0",
            ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2).array());

    assertFloats(Checkpoints.read(path).tensors().get("weight"), new long[] {2}, 1.5f, -2);
  }

  @Test
  void findsANestedStateDictAmongOtherValues() throws IOException {
    byte[] saved =
        new Pickles()
            .ops("}(")
            .text("epoch")
            .number(3)
            .text("saved")
            .ops("}")
            .text("state_dict")
            .ops("}")
            .text("weight")
            .tensor("0", 1)
            .ops("ss")
            .text("milestones")
            .global("collections", "Counter")
            .ops("}\u0085Ru")
            .stop();
    Path path =
        Fixtures.zip(folder.resolve("deep.pth"), "data.pkl", saved, "data/0", Fixtures.floats(4));

    assertThat(Checkpoints.read(path).tensors()).containsOnlyKeys("weight");
  }

  @Test
  void readsTheChosenOneOfSeveralStateDicts() throws IOException {
    Pickles saved = new Pickles().ops("}(").text("model").ops("}").text("weight").tensor("0", 1);
    saved.ops("s").text("model_ema").ops("}").text("module").ops("}").text("weight");
    saved.tensor("1", 1).ops("ssu");
    Path path =
        Fixtures.zip(
            folder.resolve("two.pth"),
            "data.pkl",
            saved.stop(),
            "data/0",
            Fixtures.floats(4),
            "data/1",
            Fixtures.floats(5));

    assertFloats(weight(path, "model"), new long[] {1}, 4);
    assertFloats(weight(path, "model_ema.module"), new long[] {1}, 5);
    assertFloats(weight(path, "model_ema"), new long[] {1}, 5); // holds only one
    assertThatThrownBy(() -> weight(path, "ema"))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("no state dict 'ema'", "'model' (1 tensors), 'model_ema.module'");
    assertThatThrownBy(() -> weight(Fixtures.file("plain.safetensors"), "model"))
        .hasMessageContainingAll("only one set of weights", "leave out --key");
  }

  private static Tensor weight(Path path, String key) {
    return Checkpoints.read(path, Optional.of(key)).tensors().get("weight");
  }

  /** As {@code torch.save({"args": argparse.Namespace(...), ...})} and Lightning write them. */
  @Test
  void readsPastSettingsThatHoldNoTensors() throws IOException {
    Pickles saved = new Pickles().ops("}(").text("args").global("argparse", "Namespace");
    saved.ops(")\u0081}").text("rate").ops("G\0\0\0\0\0\0\0\0sb");
    saved.text("names").global("__builtin__", "set").ops("](K\1K\2e\u0085R");
    saved.text("path").global("pathlib", "PosixPath").ops("(").text("runs").ops("tR");
    saved.text("best").global("numpy.core.multiarray", "scalar").global("numpy", "dtype");
    saved.ops("(").text("f8").ops("tRC\1x\u0086R");
    saved.text("config").global("omegaconf.dictconfig", "DictConfig").ops(")\u0081");
    saved.ops("(").text("a").ops("K\1u").ops("}b"); // filled like a dict, then restored
    saved.text("list").global("easydict", "Other").ops(")\u0081(K\1e"); // filled like a list
    saved.text("state_dict").global("collections", "defaultdict").global("__builtin__", "list");
    saved.ops("\u0085R").text("weight").tensor("0", 1).ops("s");
    saved.global("pathlib", "PosixPath").ops(")RK\1u"); // an entry with an inert key
    Path path =
        Fixtures.zip(
            folder.resolve("run.ckpt"), "data.pkl", saved.stop(), "data/0", Fixtures.floats(4));

    assertFloats(Checkpoints.read(path).tensors().get("weight"), new long[] {1}, 4);
  }

  @Test
  void readsAFileWhoseNameHasSpacesAndNonAsciiLetters() throws IOException {
    Path path = Files.copy(Fixtures.file("zip.pth"), folder.resolve("weights é 100%.pth"));

    assertThat(Checkpoints.read(path).tensors()).hasSize(11);
  }

  private static void assertFloats(Tensor tensor, long[] shape, float... values) {
    assertThat(tensor.shape()).containsExactly(shape);
    assertThat(tensor.floats()).containsExactly(values);
  }

  private static void assertLongs(Tensor tensor, long[] shape, long... values) {
    assertThat(tensor.shape()).containsExactly(shape);
    assertThat(tensor.longs()).containsExactly(values);
  }
}
