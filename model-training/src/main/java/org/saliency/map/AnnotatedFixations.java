package org.saliency.map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.saliency.UserException;
import org.saliency.frame.Size;
import org.saliency.json.Json;

/**
 * SALICON's annotations: a JSON object with {@code images} ({@code id}, {@code file_name}, {@code
 * height}, {@code width}) and {@code annotations}, one a viewer and picture ({@code image_id},
 * {@code fixations} of {@code [row, column]} counted from 1). Files of hundreds of megabytes are
 * read as streams.
 */
public final class AnnotatedFixations {

  private static final ObjectMapper JSON =
      new ObjectMapper(new JsonFactory())
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private static final ObjectReader IMAGES = JSON.readerFor(Image.class);
  private static final ObjectReader VIEWERS = JSON.readerFor(Viewer.class);

  private record Image(int id, @JsonProperty("file_name") String file, int height, int width) {}

  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Viewer(@JsonProperty("image_id") int image, int[][] fixations) {}

  private static final int START_BYTES = 64;

  private AnnotatedFixations() {}

  /**
   * Whether a JSON file is an object, not an array.
   *
   * @param stream the file from its start, where it is left; it supports {@code mark}
   */
  public static boolean isAnnotated(InputStream stream) throws IOException {
    stream.mark(START_BYTES);
    byte[] start = stream.readNBytes(START_BYTES);
    stream.reset();
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return text.replaceAll("[^\\[{]", "").startsWith("{"); // behind spaces and a byte order mark
  }

  /**
   * Reads the numbers of the pictures by their file names, in the order of the file.
   *
   * @param stream the file from its start; left open
   * @param path for error messages
   * @throws UserException when the file is not of this structure
   */
  public static Map<String, Integer> images(InputStream stream, String path) {
    Map<String, Integer> images = new LinkedHashMap<>();
    read(stream, path, image -> images.put(image.file(), image.id()), viewer -> {});
    return images;
  }

  /**
   * Reads the fixations of all viewers by picture; a pixel may repeat. Each annotation is a viewer.
   *
   * @param stream the file from its start; left open
   * @param path for error messages
   * @throws UserException when the file is not of this structure, or a fixation is outside its
   *     picture
   */
  public static Map<Integer, Fixations> read(InputStream stream, String path) {
    Map<Integer, Size> sizes = new HashMap<>();
    Map<Integer, List<int[][]>> viewers = new HashMap<>();
    read(
        stream,
        path,
        image -> sizes.put(image.id(), new Size(image.width(), image.height())),
        viewer ->
            viewers
                .computeIfAbsent(viewer.image(), id -> new ArrayList<>())
                .add(viewer.fixations()));
    Map<Integer, Fixations> fixations = new HashMap<>();
    sizes.forEach(
        (id, size) ->
            fixations.put(id, fixations(viewers.getOrDefault(id, List.of()), size, id, path)));
    return fixations;
  }

  private static Fixations fixations(List<int[][]> viewers, Size size, int id, String path) {
    List<int[]> points = viewers.stream().flatMap(Arrays::stream).toList();
    for (int[] point : points) {
      if (point.length != 2
          || point[0] < 1
          || point[0] > size.height()
          || point[1] < 1
          || point[1] > size.width()) {
        throw UserException.input(
            "annotations %s: picture %d has the fixation %s, outside its size of %s: expected [row,"
                + " column] from 1",
            path, id, Arrays.toString(point), size);
      }
    }
    int[] viewer =
        IntStream.range(0, viewers.size())
            .flatMap(i -> IntStream.generate(() -> i).limit(viewers.get(i).length))
            .toArray();
    return new Fixations(size, numbers(points, 0), numbers(points, 1), viewer);
  }

  private static int[] numbers(List<int[]> points, int axis) {
    return IntStream.range(0, points.size()).map(i -> points.get(i)[axis] - 1).toArray();
  }

  private static void read(
      InputStream stream, String path, Consumer<Image> images, Consumer<Viewer> viewers) {
    try (JsonParser parser = JSON.createParser(stream)) {
      parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      boolean hasImages = false;
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          if (name.equals("images")) {
            hasImages = true;
            forEach(parser, IMAGES, images);
          } else if (name.equals("annotations")) {
            forEach(parser, VIEWERS, viewers);
          } else {
            parser.skipChildren();
          }
        }
      }
      if (!hasImages) {
        throw UserException.input(
            "annotations %s hold no 'images': expected an object with 'images' and 'annotations' or, of"
                + " a video, an array over frames, [[[row, column], ...], ...]",
            path);
      }
    } catch (JsonProcessingException e) {
      throw UserException.input(
          e,
          "annotations %s are truncated or not of SALICON's structure at line %d, column %d (%s): copy"
              + " them again",
          path,
          e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
          e.getLocation() == null ? 0 : e.getLocation().getColumnNr(),
          Json.reason(e));
    } catch (IOException e) {
      throw UserException.input(e, "annotations %s cannot be read: %s", path, e);
    }
  }

  private static <T> void forEach(JsonParser parser, ObjectReader reader, Consumer<T> each)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new JsonProcessingException("expected an array", parser.currentLocation()) {};
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      each.accept(reader.readValue(parser));
    }
  }
}
