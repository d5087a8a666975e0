package org.saliency.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.saliency.UserException;
import org.saliency.frame.Size;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/**
 * Fixations in MATLAB files, versions 5 to 7: SALICON's {@code gaze}, an array of structures over
 * viewers whose {@code fixations} are rows of {@code [x, y]} counted from 1, with {@code
 * resolution} {@code [rows, columns]}; or a matrix with a mark at each fixated pixel, which is
 * {@code fixLocs} in CAT2000 and {@code I} in DHF1K, UCF Sports and Hollywood-2.
 */
final class FixationMatFile {

  private static final byte[] SIGNATURE = "MATLAB ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HDF5 = "MATLAB 7.3".getBytes(StandardCharsets.US_ASCII);

  /** Names of a matrix of marks. */
  private static final List<String> MARKS = List.of("fixLocs", "I", "eyeMap");

  private FixationMatFile() {}

  /** Whether a file begins as MATLAB's do. */
  static boolean isMat(byte[] bytes) {
    return begins(bytes, SIGNATURE);
  }

  private static boolean begins(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /**
   * Reads the fixations of one picture; those of {@code gaze} may repeat a pixel.
   *
   * @throws UserException when the file is damaged, of version 7.3, or has neither variable
   */
  static Fixations read(byte[] bytes, String path) {
    if (begins(bytes, HDF5)) {
      throw UserException.input(
          "'%s' is a MATLAB file of version 7.3, which is not read: save it with -v7", path);
    }
    try (MatFile file = Mat5.newReader(Sources.wrap(ByteBuffer.wrap(bytes))).readMat()) {
      List<String> names =
          StreamSupport.stream(file.getEntries().spliterator(), false)
              .map(MatFile.Entry::getName)
              .toList();
      if (names.contains("gaze") && names.contains("resolution")) {
        return gaze(file.getStruct("gaze"), file.getMatrix("resolution"), path);
      }
      return marks(
          file.getMatrix(
              MARKS.stream()
                  .filter(names::contains)
                  .findFirst()
                  .orElseThrow(() -> no(names, path))));
    } catch (IOException | RuntimeException e) { // damaged files make the reader throw both
      if (e instanceof UserException known) {
        throw known;
      }
      throw UserException.input(
          e, "'%s' is damaged, it cannot be read as a MATLAB file (%s): copy it again", path, e);
    }
  }

  private static UserException no(List<String> names, String path) {
    return UserException.input(
        "'%s' has the variables %s: expected 'gaze' and 'resolution', or a matrix of marks (%s)",
        path, String.join(", ", names), String.join(", ", MARKS));
  }

  private static Fixations gaze(Struct gaze, Matrix resolution, String path) {
    Size size = new Size(resolution.getInt(1), resolution.getInt(0));
    List<Integer> rows = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    List<Integer> viewers = new ArrayList<>();
    for (int viewer = 0; viewer < gaze.getNumElements(); viewer++) {
      Matrix fixations = gaze.getMatrix("fixations", viewer);
      for (int i = 0; fixations.getNumElements() > 0 && i < fixations.getNumRows(); i++) {
        int column = fixations.getInt(i, 0) - 1;
        int row = fixations.getInt(i, 1) - 1;
        if (column < 0 || column >= size.width() || row < 0 || row >= size.height()) {
          throw UserException.input(
              "'%s': fixation %d of viewer %d is [%d, %d], outside the picture of %s: expected [x, y]"
                  + " from 1",
              path, i + 1, viewer + 1, column + 1, row + 1, size);
        }
        rows.add(row);
        columns.add(column);
        viewers.add(viewer);
      }
    }
    return new Fixations(size, array(rows), array(columns), array(viewers));
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Fixations marks(Matrix matrix) {
    Size size = new Size(matrix.getNumCols(), matrix.getNumRows());
    int[] pixels =
        IntStream.range(0, size.pixels())
            .filter(i -> matrix.getDouble(i / size.width(), i % size.width()) != 0)
            .toArray();
    return Fixations.ofPixels(size, pixels);
  }
}
