package org.saliency.map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.saliency.StorageException;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;

/**
 * A streaming reader of a video's fixations in JSON: an array over frames of arrays of {@code [row,
 * column]} or {@code [row, column, viewer]}, integers from 0 at the video's own size. Repeated
 * fixations are kept.
 *
 * <p>Not thread-safe. Holds the open file until it is closed.
 */
public final class FixationList implements Iterator<Fixations>, Closeable {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int EXPECTED = 128;

  private final JsonParser parser;
  private final String path;
  private final Size size;
  private int frame;
  private JsonToken next;

  private FixationList(JsonParser parser, String path, Size size) {
    this.parser = parser;
    this.path = path;
    this.size = size;
  }

  /**
   * Opens a file.
   *
   * @param stream the file from its start; closed with the list, or if opening fails
   * @param path for error messages
   * @param size of the video's frames
   * @throws UserException when the file is empty, unreadable or not an array
   */
  public static FixationList open(InputStream stream, String path, Size size) {
    try {
      FixationList list = new FixationList(JSON.createParser(stream), path, size);
      list.begin();
      return list;
    } catch (IOException e) {
      closeQuietly(stream);
      throw unreadable(e, path, 0);
    } catch (UserException e) {
      closeQuietly(stream);
      throw e;
    }
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // the earlier error is reported
    }
  }

  private void begin() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw UserException.input("fixations %s are empty: copy or extract them again", path);
    }
    if (first != JsonToken.START_ARRAY) {
      throw UserException.input(
          "fixations %s begin with %s: expected an array over frames, [[[row, column], ...], ...]",
          path, shown());
    }
    next = parser.nextToken();
  }

  @Override
  public boolean hasNext() {
    return next != JsonToken.END_ARRAY;
  }

  /**
   * The fixations of the next frame; may be empty.
   *
   * @throws UserException when the file cannot be read, is not JSON, or contains anything but
   *     fixations inside the frame
   * @throws NoSuchElementException after the last frame
   */
  @Override
  public Fixations next() {
    if (!hasNext()) {
      throw new NoSuchElementException("fixations " + path + " have " + frame + " frames");
    }
    try {
      Fixations fixations = readFrame();
      frame++;
      next = parser.nextToken();
      if (next == JsonToken.END_ARRAY && parser.nextToken() != null) {
        throw UserException.input(
            "fixations %s continue after the end of their array with %s: keep one array",
            path, shown());
      }
      return fixations;
    } catch (IOException e) {
      throw unreadable(e, path, frame);
    }
  }

  private Fixations readFrame() throws IOException {
    if (next != JsonToken.START_ARRAY) {
      throw invalid("is " + shown() + " instead of an array of [row, column]");
    }
    int[] rows = new int[EXPECTED];
    int[] columns = new int[EXPECTED];
    int[] viewers = new int[EXPECTED];
    int count = 0;
    int withViewer = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw invalid("contains " + shown() + " instead of [row, column]");
      }
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
        columns = Arrays.copyOf(columns, 2 * count);
        viewers = Arrays.copyOf(viewers, 2 * count);
      }
      rows[count] = readNumber("row", size.height());
      columns[count] = readNumber("column", size.width());
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        viewers[count] = readViewer(rows[count], columns[count]);
        withViewer++;
      }
      count++;
    }
    if (withViewer > 0 && withViewer < count) {
      throw invalid("has a viewer for some fixations, but not for all");
    }
    return new Fixations(
        size,
        Arrays.copyOf(rows, count),
        Arrays.copyOf(columns, count),
        Arrays.copyOf(viewers, withViewer));
  }

  /** The viewer in the current token, behind which the fixation must end. */
  private int readViewer(int row, int column) throws IOException {
    double value = currentInteger("viewer");
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw invalid("has viewer " + shown() + ", which is not a number from 0");
    }
    if (parser.nextToken() != JsonToken.END_ARRAY) {
      throw invalid(
          String.format(
              Locale.ROOT,
              "contains %s after row %d, column %d and viewer %.0f",
              shown(),
              row,
              column,
              value));
    }
    return (int) value;
  }

  private int readNumber(String what, int limit) throws IOException {
    parser.nextToken();
    double value = currentInteger(what);
    if (value < 0 || value >= limit) {
      throw invalid(
          String.format(
              Locale.ROOT,
              "has %s %s, outside the frame of %s (0 to %d)",
              what,
              shown(),
              size,
              limit - 1));
    }
    return (int) value;
  }

  /** The current token as a number without a fraction. */
  private double currentInteger(String what) throws IOException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw invalid("has " + shown() + " for a " + what);
    }
    double value = parser.getDoubleValue();
    if (value != Math.rint(value)) {
      throw invalid("has " + shown() + " for a " + what + ", which is not an integer");
    }
    return value;
  }

  /** The current token, shortened if long. */
  private String shown() throws IOException {
    String text = parser.getText();
    return text == null || text.length() <= 20 ? text : text.substring(0, 20) + "…";
  }

  private UserException invalid(String what) {
    return UserException.input(
        "fixations %s: frame %d (from 0) %s: expected [row, column] pairs of integers at the video's"
            + " own size, or [row, column, viewer] for all",
        path, frame, what);
  }

  private static UserException unreadable(IOException error, String path, int frame) {
    return error instanceof JsonProcessingException json
        ? UserException.input(
            error,
            "fixations %s are truncated or not JSON at frame %d (from 0), line %d, column %d (%s):"
                + " copy or extract them again",
            path,
            frame,
            json.getLocation().getLineNr(),
            json.getLocation().getColumnNr(),
            Json.reason(json))
        : StorageException.of(
            error,
            "fixations %s cannot be read at frame %d (from 0) (%s): check that the file still exists"
                + " and rerun",
            path,
            frame,
            error.getMessage());
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
