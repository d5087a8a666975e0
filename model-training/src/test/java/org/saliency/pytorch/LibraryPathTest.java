package org.saliency.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.UserException;

class LibraryPathTest {

  private static final String LIBRARY = System.mapLibraryName("torch");

  @TempDir Path folder;

  @Test
  void aFolderOrFileNamesTheInstallation() throws IOException {
    Files.createFile(folder.resolve(LIBRARY));
    assertThat(LibraryPath.folder(Optional.of(folder.toString()))).contains(folder);
    assertThat(LibraryPath.folder(Optional.of(folder.resolve(LIBRARY).toString())))
        .contains(folder);
    assertThat(LibraryPath.folder(Optional.of("/missing" + File.pathSeparator + folder)))
        .contains(folder);
    assertThat(LibraryPath.folder(Optional.of(""))).isEmpty();
    assertThat(LibraryPath.folder(Optional.empty())).isEmpty();
  }

  @Test
  void aWrongPathIsAnError() {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> LibraryPath.folder(Optional.of(folder.toString())))
        .withMessage(
            "PYTORCH_LIBRARY_PATH is '%s', which holds no %s: set it to the torch/lib folder of a"
                + " PyTorch installation on the node, or unset it to use the CPU libraries of the"
                + " job jar",
            folder, LIBRARY);
  }

  @Test
  void anotherVersionOfPyTorchIsAnError() throws IOException {
    Path library = Files.createDirectory(folder.resolve("lib"));
    LibraryPath.requireVersion(library);
    Files.writeString(folder.resolve("version.py"), "\n__version__ = '2.7.1+cu128'\n");
    LibraryPath.requireVersion(library);
    Files.writeString(folder.resolve("version.py"), "from x\n__version__ = '2.13.0+cpu'\n");
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> LibraryPath.requireVersion(library))
        .withMessageContainingAll("PyTorch 2.13.0+cpu in " + library, "torch==2.7.1");
    Files.delete(folder.resolve("version.py"));
    Files.writeString(folder.resolve("build-version"), "2.6.0\n");
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> LibraryPath.requireVersion(library))
        .withMessageContaining("2.6.0");
  }

  @Test
  void theFlavourForCudaNeedsACudaBuildAndADriver() throws IOException {
    assertThat(LibraryPath.flavor(folder, true)).isEqualTo("cpu");
    Files.createFile(folder.resolve(System.mapLibraryName("torch_cuda")));
    assertThat(LibraryPath.flavor(folder, true)).isEqualTo("cu128");
    assertThat(LibraryPath.flavor(folder, false)).isEqualTo("cpu");
  }
}
