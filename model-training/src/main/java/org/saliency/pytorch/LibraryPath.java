package org.saliency.pytorch;

import com.sun.jna.NativeLibrary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saliency.UserException;

/** The environment variable that names a PyTorch installation to use instead of the job jar's. */
final class LibraryPath {

  private static final String VARIABLE = "PYTORCH_LIBRARY_PATH";

  /** Selects DJL's JNI library, as an environment variable or a system property. */
  private static final String FLAVOR = "PYTORCH_FLAVOR";

  /** The version that DJL's JNI library is compiled for; others end the process. */
  static final String VERSION = "2.7.1";

  /** The version in a Python package's version.py and in a LibTorch archive's build-version. */
  private static final Pattern INSTALLED =
      Pattern.compile("(?:__version__ = ')?(\\d+\\.\\d+\\.\\d+)([^'\\s]*)");

  private static final String DRIVER = "libcuda.so.1";

  private LibraryPath() {}

  /**
   * Prepares DJL for the installation, if one is named. Otherwise DJL would ignore a wrong name and
   * load the CPU libraries of the job jar, and want the user to name the JNI library.
   *
   * @throws UserException when the variable is set and names no folder with PyTorch, or another
   *     version
   */
  static void prepare() {
    Optional<String> value = Optional.ofNullable(System.getenv(VARIABLE));
    Optional<Path> folder = folder(value);
    folder.ifPresent(LibraryPath::requireVersion);
    if (folder.isPresent() && System.getenv(FLAVOR) == null && System.getProperty(FLAVOR) == null) {
      System.setProperty(FLAVOR, flavor(folder.get(), hasDriver()));
    }
  }

  /** The folder with PyTorch that the variable's value names; empty if it is not set. */
  static Optional<Path> folder(Optional<String> value) {
    String library = System.mapLibraryName("torch");
    Optional<String> paths = value.filter(text -> !text.isEmpty());
    Optional<Path> folder =
        paths.stream()
            .flatMap(text -> Arrays.stream(text.split(File.pathSeparator)))
            .map(Path::of)
            .map(path -> path.endsWith(library) ? path.toAbsolutePath().getParent() : path)
            .filter(path -> Files.isRegularFile(path.resolve(library)))
            .findFirst();
    if (paths.isPresent() && folder.isEmpty()) {
      throw UserException.device(
          "%s is '%s', which holds no %s: set it to the torch/lib folder of a PyTorch"
              + " installation on the node, or unset it to use the CPU libraries of the job jar",
          VARIABLE, paths.get(), library);
    }
    return folder;
  }

  /**
   * Requires the version of DJL's JNI library, as far as files beside the folder tell.
   *
   * @throws UserException for another version
   */
  static void requireVersion(Path folder) {
    for (String name : List.of("version.py", "build-version")) {
      Matcher version = INSTALLED.matcher(text(folder.resolveSibling(name)));
      if (version.find() && !version.group(1).equals(VERSION)) {
        throw UserException.device(
            "%s names PyTorch %s in %s: expected PyTorch %s, for example by 'pip install"
                + " torch==%s', or unset it to use the CPU libraries of the job jar",
            VARIABLE, version.group(1) + version.group(2), folder, VERSION, VERSION);
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // not part of this kind of installation
    }
  }

  /**
   * The flavour of DJL's JNI library for an installation. Without a driver the one for CUDA does
   * not load; the other one loads CUDA builds as well.
   */
  static String flavor(Path folder, boolean hasDriver) {
    boolean isCuda = Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
    return isCuda && hasDriver ? "cu128" : "cpu";
  }

  private static boolean hasDriver() {
    try {
      NativeLibrary.getInstance(DRIVER);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
