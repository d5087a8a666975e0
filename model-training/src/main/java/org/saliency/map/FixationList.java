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
import org.saliency.UserException;
import org.saliency.frame.Size;

/**
 * Reads the fixations of a video from JSON, frame after frame, without holding the file: an array
 * over frames of arrays of {@code [row, column]}, whole numbers from 0 at the video's own size. A
 * pixel that stands twice is a list's: it counts twice where a metric counts repeated fixations.
 *
 * <p>For one thread; holds the open file until it is closed.
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
   * @param stream the file from its start; closed with the list, or when this fails
   * @param path where it came from, for messages
   * @param size of the video's frames
   * @throws UserException when it is empty, cannot be read or is no array
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
      // the fault that was found before is the one to tell
    }
  }

  private void begin() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw UserException.input("fixations %s are empty: copy or extract them again", path);
    }
    if (first != JsonToken.START_ARRAY) {
      throw UserException.input(
          "fixations %s begin with %s, not with an array over frames: write them as"
              + " [[[row, column], ...], ...]",
          path, shown());
    }
    next = parser.nextToken();
  }

  @Override
  public boolean hasNext() {
    return next != JsonToken.END_ARRAY;
  }

  /**
   * The fixations of the next frame; none for a frame that nobody looked at.
   *
   * @throws UserException when the file cannot be read on, is no JSON, or holds other than
   *     fixations within the frame
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
            "fixations %s go on after the end of their array, with %s: keep one array",
            path, shown());
      }
      return fixations;
    } catch (IOException e) {
      throw unreadable(e, path, frame);
    }
  }

  private Fixations readFrame() throws IOException {
    if (next != JsonToken.START_ARRAY) {
      throw wrong("is " + shown() + ", not an array of [row, column]");
    }
    int[] rows = new int[EXPECTED];
    int[] columns = new int[EXPECTED];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw wrong("holds " + shown() + " where [row, column] should be");
      }
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
        columns = Arrays.copyOf(columns, 2 * count);
      }
      rows[count] = readNumber("row", size.height());
      columns[count] = readNumber("column", size.width());
      if (parser.nextToken() != JsonToken.END_ARRAY) {
        throw wrong(
            String.format(
                Locale.ROOT,
                "holds %s after row %d and column %d",
                shown(),
                rows[count],
                columns[count]));
      }
      count++;
    }
    return new Fixations(size, Arrays.copyOf(rows, count), Arrays.copyOf(columns, count));
  }

  private int readNumber(String what, int limit) throws IOException {
    JsonToken token = parser.nextToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw wrong("has " + shown() + " for a " + what);
    }
    double value = parser.getDoubleValue();
    if (value != Math.rint(value)) {
      throw wrong("has " + shown() + " for a " + what + ", no whole number");
    }
    if (value < 0 || value >= limit) {
      throw wrong(
          String.format(
              Locale.ROOT,
              "has %s %s, outside of the frame of %s (0 to %d)",
              what,
              shown(),
              size,
              limit - 1));
    }
    return (int) value;
  }

  /** What the parser stands at, cut where it is long. */
  private String shown() throws IOException {
    String text = parser.getText();
    return text == null || text.length() <= 20 ? text : text.substring(0, 20) + "…";
  }

  private UserException wrong(String what) {
    return UserException.input(
        "fixations %s: frame %d (from 0) %s: write [row, column] pairs of whole numbers at the"
            + " video's own size",
        path, frame, what);
  }

  private static UserException unreadable(IOException fault, String path, int frame) {
    return fault instanceof JsonProcessingException json
        ? UserException.input(
            fault,
            "fixations %s are cut off or no JSON at frame %d (from 0), line %d, column %d (%s): copy"
                + " or extract them again",
            path,
            frame,
            json.getLocation().getLineNr(),
            json.getLocation().getColumnNr(),
            json.getOriginalMessage())
        : UserException.input(
            fault,
            "fixations %s cannot be read at frame %d (from 0) (%s): check that the file is still"
                + " there and run again",
            path,
            frame,
            fault.getMessage());
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
