package org.saliency.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.saliency.frame.Size;

/**
 * Reads and writes JSON: indented by two spaces, keys of maps sorted, sizes as {@code
 * "WIDTHxHEIGHT"}, enums in lower case.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Size.class, new ToStringSerializer())
                  .addDeserializer(Size.class, new SizeReader()))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final ObjectReader EXACT =
      MAPPER
          .reader()
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** How Jackson names a place in a text, and its options. */
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: [^;]*; ([^\\]]*)\\]|: enable `.*");

  private Json() {}

  private static final class SizeReader extends StdDeserializer<Size> {

    private static final long serialVersionUID = 1L;

    SizeReader() {
      super(Size.class);
    }

    @Override
    public Size deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return Size.parse(parser.getText());
    }
  }

  /** Writes an object as indented text that ends in a line feed. */
  public static String write(Object value) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write as JSON: " + value.getClass(), e);
    }
  }

  /** Writes an object as one line without a line feed. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write as JSON: " + value.getClass(), e);
    }
  }

  /**
   * Reads an object; unknown keys are ignored.
   *
   * @throws IOException when the text is not valid JSON or does not fit the type
   */
  public static <T> T read(String text, Class<T> type) throws IOException {
    return present(MAPPER.readValue(text, type));
  }

  /**
   * Reads an object written by hand; unknown keys are errors.
   *
   * @throws JsonProcessingException when the text is not valid JSON, does not fit the type, or has
   *     unknown keys
   */
  public static <T> T readExact(String text, Class<T> type) throws JsonProcessingException {
    return present(EXACT.forType(type).readValue(text));
  }

  /** What is wrong with a text, without what only a programmer can use. */
  public static String reason(JsonProcessingException error) {
    return SOURCE
        .matcher(String.valueOf(error.getOriginalMessage()))
        .replaceAll(
            found -> found.group(1) == null ? "" : Matcher.quoteReplacement(found.group(1)));
  }

  private static <T> T present(T value) throws JsonMappingException {
    if (value == null) {
      throw new JsonMappingException(null, "it is null");
    }
    return value;
  }
}
