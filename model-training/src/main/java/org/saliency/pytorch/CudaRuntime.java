package org.saliency.pytorch;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The CUDA runtime that PyTorch has loaded. It is looked up among the libraries of the process,
 * because a search by name misses the one in a Python package, or finds another.
 */
final class CudaRuntime {

  private static final Path LOADED = Path.of("/proc/self/maps");
  private static final String LIBRARY = "libcudart";
  private static final String COUNT = "cudaGetDeviceCount";
  private static final int CAPABILITY_MAJOR = 75;
  private static final int CAPABILITY_MINOR = 76;

  /**
   * The number of GPUs.
   *
   * @param error the runtime's message if there are none
   */
  record Count(int gpus, String error) {

    static final Count NONE = new Count(0, "");
  }

  private final NativeLibrary library;

  private CudaRuntime(NativeLibrary library) {
    this.library = library;
  }

  /** The runtime in this process; empty if none is loaded. */
  static Optional<CudaRuntime> loaded() {
    return Stream.concat(
            Stream.of(NativeLibrary.getProcess()),
            loadedFiles(LIBRARY).stream().map(NativeLibrary::getInstance))
        .filter(CudaRuntime::isRuntime)
        .findFirst()
        .map(CudaRuntime::new);
  }

  private static boolean isRuntime(NativeLibrary library) {
    try {
      library.getFunction(COUNT);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /** Whether the libraries of this process can be listed: on Linux. */
  static boolean canList() {
    return Files.isReadable(LOADED);
  }

  /** Paths of the libraries in this process whose file names start with a name. */
  static List<String> loadedFiles(String name) {
    try (Stream<String> lines = Files.lines(LOADED)) {
      return files(lines, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Paths in the lines of a process's memory map whose file names start with a name. */
  static List<String> files(Stream<String> map, String name) {
    return map.filter(line -> line.contains("/" + name))
        .map(line -> line.substring(line.indexOf('/')))
        .filter(path -> path.startsWith(name, path.lastIndexOf('/') + 1))
        .distinct()
        .toList();
  }

  Count count() {
    IntByReference count = new IntByReference();
    int result = call(COUNT, count);
    return result == 0 && count.getValue() > 0
        ? new Count(count.getValue(), "")
        : new Count(0, result == 0 ? "no device" : message(result));
  }

  /** Compute capability of a GPU, ten times the major plus the minor number, such as 75. */
  int computeCapability(int gpu) {
    return 10 * attribute(CAPABILITY_MAJOR, gpu) + attribute(CAPABILITY_MINOR, gpu);
  }

  private int attribute(int attribute, int gpu) {
    IntByReference value = new IntByReference();
    int result = call("cudaDeviceGetAttribute", value, attribute, gpu);
    if (result != 0) {
      throw new IllegalStateException(
          "no compute capability of GPU " + gpu + ": " + message(result));
    }
    return value.getValue();
  }

  /** Memory in use on a GPU; empty if the runtime cannot tell. */
  OptionalLong usedMemory(int gpu) {
    IntByReference current = new IntByReference();
    LongByReference free = new LongByReference();
    LongByReference total = new LongByReference();
    boolean isKnown =
        call("cudaGetDevice", current) == 0
            && call("cudaSetDevice", gpu) == 0
            && call("cudaMemGetInfo", free, total) == 0;
    boolean isRestored = call("cudaSetDevice", current.getValue()) == 0;
    return isKnown && isRestored
        ? OptionalLong.of(total.getValue() - free.getValue())
        : OptionalLong.empty();
  }

  /** Calls a function, which returns 0 or the number of an error. */
  private int call(String name, Object... arguments) {
    return function(name).invokeInt(arguments);
  }

  private String message(int result) {
    String text = function("cudaGetErrorString").invokeString(new Object[] {result}, false);
    return text == null ? "error " + result : text;
  }

  private Function function(String name) {
    return library.getFunction(name);
  }
}
