package org.saliency.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.checkpoint.ElementType;
import org.saliency.frame.Size;
import org.saliency.model.Model;
import org.saliency.model.ModelExport;

class FileErrorsTest {

  @TempDir private Path folder;

  @Test
  void aPlaceBelowAFileCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> FileErrors.requireWritable(file.resolve("a/b")))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
        .hasMessageContainingAll("a/b cannot be written", file + " is a file, not a folder");
    assertThatCode(() -> FileErrors.requireWritable(file)).doesNotThrowAnyException();
    assertThatCode(() -> FileErrors.requireWritable(folder.resolve("new/m.pt")))
        .doesNotThrowAnyException();
  }

  @Test
  void everyFormOfAModelSaysWhyItCannotBeWritten() throws IOException {
    Path output = Files.createFile(folder.resolve("file")).resolve("out");
    Model model = Model.create("deeplab-efficientnet-lite0", new Size(64, 64), 1);

    assertRefused(() -> model.write(output));
    assertRefused(() -> model.writeSafetensors(output, ElementType.FLOAT16));
    assertRefused(() -> new ModelExport(model).torchScript(output));
    assertRefused(() -> new ModelExport(model).stateDict(output));
    assertRefused(() -> new ModelExport(model).python(output));
  }

  private void assertRefused(ThrowingCallable writing) {
    assertThatThrownBy(writing)
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(folder.resolve("file/out") + " cannot be written", "free space")
        .hasMessageNotContaining("Exception");
  }

  @Test
  void aBrokenLinkInAFolderIsNamed() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("0001.png"), Path.of("gone.png"));

    assertThatThrownBy(() -> new LocalStorage().list(folder.toString()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(link + " is a link to gone.png, which does not exist");
  }

  @Test
  void relativePathsAreNamedWithTheWorkingDirectory() {
    assertThat(FileErrors.sought(Path.of("a.pt")))
        .isEqualTo("a.pt in " + System.getProperty("user.dir"));
    assertThat(FileErrors.sought(folder.resolve("a.pt"))).isEqualTo(folder.resolve("a.pt") + "");
  }
}
