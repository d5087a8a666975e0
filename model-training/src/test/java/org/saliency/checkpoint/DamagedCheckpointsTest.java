package org.saliency.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.saliency.UserException;

/** Every file is read or rejected with one line that names it; no code in it is run. */
class DamagedCheckpointsTest {

  private static final long THREE_GIGABYTES = 3_000_000_000L;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zip.pth",
        "legacy.pth",
        "all.safetensors",
        "plain.safetensors",
        "training.pth",
        "script.pt"
      })
  void refusesAFileTruncatedAnywhere(String file) throws IOException {
    byte[] whole = Files.readAllBytes(Fixtures.file(file));
    Path path = folder.resolve(file);
    int step = Math.max(1, whole.length / 500);
    for (int length = 0; length < whole.length; length += step) {
      Files.write(path, Arrays.copyOf(whole, length));
      assertRefused(path).as("truncated at byte %d", length).isNotEmpty();
    }
    Files.write(path, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(path).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "legacy.pth", "all.safetensors", "module.pth", "script.pt"})
  void readsOrRefusesAFileWithWrongBytes(String file) throws IOException {
    byte[] whole = Files.readAllBytes(Fixtures.file(file));
    Path path = folder.resolve(file);
    Random random = new Random(1);
    for (int trial = 0; trial < 500; trial++) {
      byte[] damaged = whole.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(path, damaged);
      assertThat(catchThrowable(() -> Checkpoints.read(path)))
          .as("trial %d", trial)
          .satisfiesAnyOf(
              error -> assertThat(error).isNull(),
              error -> assertThat(error).isInstanceOf(UserException.class));
    }
  }

  /** The values of weights can be anything, so that only the checksum shows the damage. */
  @Test
  void refusesAWrongByteInTheValuesOfATensor() throws IOException {
    byte[] damaged = Files.readAllBytes(Fixtures.file("zip.pth"));
    String text = new String(damaged, StandardCharsets.ISO_8859_1);
    int header = text.indexOf("PK\3\4", text.indexOf("/data/") - 40);
    ByteBuffer lengths = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN);
    int values = header + 30 + lengths.getShort(header + 26) + lengths.getShort(header + 28);
    damaged[values] ^= 1;

    assertRefused(Files.write(folder.resolve("damaged.pth"), damaged))
        .contains("/data/", "has another checksum", "copy or download it again");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    assertRefused(Files.createFile(folder.resolve("empty.pth"))).contains("empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html>\n<html><body>Not found</body></html>",
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a",
        "x",
        "{\"weights\": [1, 2, 3], \"more\": true}"
      })
  void refusesTextAndNamesTheExpectedFormats(String text) throws IOException {
    assertRefused(Files.writeString(folder.resolve("page.pth"), text))
        .contains("not a checkpoint", text.substring(0, 1), "torch.save");
  }

  @Test
  void refusesATarArchiveAndShowsHowToConvertIt() throws IOException {
    byte[] tar = new byte[10_240];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    Path path = Files.write(folder.resolve("old.pth"), tar);

    assertRefused(path)
        .contains("it is a PyTorch checkpoint from before 0.1.10", "load and save it with a newer");
    assertThatThrownBy(() -> TorchArchive.open(path)).hasMessageContaining("before 0.1.10");
  }

  @Test
  void refusesAMissingFileAndAFolder() {
    assertRefused(folder.resolve("missing.pth")).contains("no file at", "check the path");
    assertRefused(folder).contains("folder");
  }

  @Test
  void refusesAPickledModelAndShowsHowToSaveItsTensors() {
    assertRefused(Fixtures.file("module.pth"))
        .contains("torch.nn.modules.linear.Linear", "torch.save(model.state_dict(), path)");
  }

  @Test
  void refusesAPickleOfSomethingElse() throws IOException {
    Path path = Files.write(folder.resolve("other.pth"), new Pickles().text("text").stop());

    assertRefused(path).contains("not written by torch.save");
  }

  @Test
  void refusesSeveralStateDictsByTheirNames() throws IOException {
    byte[] saved =
        new Pickles()
            .ops("}(")
            .text("model")
            .ops("}")
            .text("weight")
            .tensor("0", 1)
            .ops("s")
            .text("average")
            .ops("}")
            .text("weight")
            .tensor("0", 1)
            .ops("su")
            .stop();

    assertRefused(zip(saved, Fixtures.floats(1)))
        .contains("choose one with --key: 'model' (1 tensors), 'average' (1 tensors)");
  }

  @Test
  void refusesSavedObjectsWithoutNamedTensors() throws IOException {
    assertRefused(zip(new Pickles().tensor("0", 1).stop(), Fixtures.floats(1)))
        .contains("contains no state dict");
    assertRefused(zip(new Pickles().ops("}").stop(), Fixtures.floats(1)))
        .contains("contains no state dict");
  }

  @Test
  void refusesElementTypesThatCannotBeRead() throws IOException {
    byte[] saved =
        new Pickles()
            .ops("}")
            .text("weight")
            .tensor("0", "ComplexFloatStorage", 1, 0, new long[] {1}, new long[] {1})
            .ops("s")
            .stop();

    assertRefused(zip(saved, Fixtures.floats(1, 2))).contains("torch.ComplexFloatStorage");
  }

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "nt, system",
    "builtins, eval",
    "__builtin__, eval",
    "builtins, getattr",
    "subprocess, Popen",
    "torch, load",
    "torch.hub, load",
    "__main__, Network"
  })
  void runsNoFunctionNamedInAFile(String module, String name) throws IOException {
    Path trace = folder.resolve("it-ran");
    String command = "touch " + trace;
    byte[] byGlobal = new Pickles().global(module, name).ops("(").text(command).ops("tR").stop();
    byte[] byStack =
        new Pickles().text(module).text(name).op(0x93).ops("(").text(command).ops("tR").stop();
    byte[] byInstance =
        new Pickles().ops("(").text(command).ops("i" + module + "\n" + name + "\n").stop();
    for (byte[] hostile : new byte[][] {byGlobal, byStack, byInstance}) {
      Path script = folder.resolve("script.pt");
      Fixtures.zip(script, "data.pkl", hostile, "constants.pkl", new byte[0]);
      Path magic = Files.write(folder.resolve("magic.pth"), hostile);
      Path legacy = Fixtures.legacy(folder.resolve("legacy.pth"), hostile);
      for (Path path : new Path[] {zip(hostile, new byte[0]), legacy, script, magic}) {
        assertRefused(path).contains(module + "." + name, "none of its code was run");
      }
      assertThat(trace).doesNotExist();
    }
  }

  @Test
  void acceptsTorchScriptClassesOnlyInAnArchive() throws IOException {
    byte[] saved = new Pickles().global("__torch__", "Network").ops(")").op(0x81).stop();

    assertRefused(zip(saved, new byte[0])).contains("__torch__.Network");
  }

  @Test
  void refusesSizesLargerThanTheFile() throws IOException {
    byte[] tensor =
        new Pickles().ops("}").text("weight").tensor("0", THREE_GIGABYTES / 4).ops("s").stop();
    byte[] key = new Pickles().ops("]").text("0").ops("a").stop();
    byte[] count = number(THREE_GIGABYTES / 4);
    assertRefused(zip(tensor, new byte[10_000])).contains("weight", "750000000");
    assertRefused(Fixtures.legacy(folder.resolve("legacy.pth"), tensor, key, count))
        .contains("750000000");

    byte[] small = new Pickles().ops("}").text("weight").tensor("0", 2).ops("s").stop();
    assertRefused(Fixtures.legacy(folder.resolve("count.pth"), small, key, count))
        .contains("750000000");

    byte[] text = new Pickles().ops("}X").op(0).op(0x5e).op(0xd0).op(0xb2).stop();
    assertRefused(zip(text, new byte[10_000])).contains("3000000000");

    byte[] repeated =
        new Pickles()
            .ops("}")
            .text("weight")
            .tensor("0", "FloatStorage", 1, 0, new long[] {THREE_GIGABYTES}, new long[] {0})
            .ops("s")
            .stop();
    assertRefused(zip(repeated, new byte[4])).contains("3000000000");
  }

  @Test
  void refusesTensorsOutsideTheirStorage() throws IOException {
    long[][][] shapesAndStrides = {
      {{3}, {1}}, {{2}, {2}}, {{2}, {-1}}, {{-1}, {1}}, {{1L << 62}, {4}}, {{1}, {1, 1}}
    };
    for (long[][] shapeAndStride : shapesAndStrides) {
      byte[] saved =
          new Pickles()
              .ops("}")
              .text("weight")
              .tensor("0", "FloatStorage", 2, 0, shapeAndStride[0], shapeAndStride[1])
              .ops("s")
              .stop();
      assertRefused(zip(saved, Fixtures.floats(1, 2))).contains("outside its storage");
    }
  }

  @Test
  void refusesObjectsThatContainThemselves() throws IOException {
    byte[] dict = new Pickles().ops("}q\0").text("again").ops("h\0s").stop();
    assertRefused(zip(dict, new byte[0])).contains("nested too deeply");

    Pickles doubling = new Pickles().ops("}q\0");
    for (int level = 0; level < 60; level++) {
      doubling.ops("}(").text("a").op('h').op(level).text("b").op('h').op(level);
      doubling.op('u').op('q').op(level + 1);
    }
    assertRefused(zip(doubling.stop(), new byte[0])).contains("too large");

    byte[] list = new Pickles().ops("]q\0h\0a").stop();
    assertRefused(zip(list, new byte[0])).contains("no state dict");
  }

  @Test
  void refusesPicklesOfTooManyValues() throws IOException {
    byte[] values = new byte[3_000_000];
    Arrays.fill(values, (byte) ']');

    assertRefused(zip(values, new byte[0])).contains("besides tensors");
  }

  @Test
  void keepsTheMessageToOneShortLine() throws IOException {
    String name = "os\nsystem" + "x".repeat(100_000);
    byte[] saved = new Pickles().text("a").text(name).op(0x93).stop();

    assertRefused(zip(saved, new byte[0])).hasSizeLessThan(1000);
  }

  private Path zip(byte[] pickle, byte[] storage) throws IOException {
    return Fixtures.zip(folder.resolve("made.pth"), "data.pkl", pickle, "data/0", storage);
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
  }

  /** The error message of a rejected file: one line that names the path. */
  private static AbstractStringAssert<?> assertRefused(Path path) {
    Throwable error = catchThrowable(() -> Checkpoints.read(path));
    assertThat(error).isInstanceOf(UserException.class);
    assertThat(((UserException) error).kind()).isEqualTo(UserException.Kind.INPUT);
    return assertThat(error.getMessage()).contains(path.toString()).doesNotContain("\n");
  }
}
