package dev.sluice.inference.openinference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a {@link TensorMessage}, token by token and within bounds; fields that it does not know are
 * skipped. Stateless and thread-safe.
 */
public final class MessageReader {
  private static final int DEPTH_MAX = 16;
  private static final int NUMBER_CHARS_MAX = 64;
  private static final int NAME_CHARS_MAX = 128;
  private static final int ERROR_CHARS_MAX = 160;
  private static final int TENSORS_MAX = 16;
  private static final int DIMENSIONS_MAX = 8;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(NUMBER_CHARS_MAX)
                  .maxNameLength(NAME_CHARS_MAX)
                  .maxStringLength(1 << 20)
                  .build())
          .build();

  private final int valuesMax;

  /**
   * @param valuesMax of one tensor
   */
  public MessageReader(int valuesMax) {
    this.valuesMax = valuesMax;
  }

  /**
   * @throws MessageException naming the place and what was expected
   */
  public TensorMessage read(byte[] body) throws MessageException {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
      try {
        return message(json);
      } catch (JacksonException e) {
        throw fault(json, "not valid JSON, or too deep or too long");
      }
    }
  }

  private TensorMessage message(JsonParser json) throws MessageException {
    require(json, json.nextToken() == JsonToken.START_OBJECT, "an object is expected");
    Fields fields = new Fields();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "id" -> fields.id = Optional.of(text(json, NAME_CHARS_MAX));
        case "name", "model_name" -> fields.name = Optional.of(text(json, NAME_CHARS_MAX));
        case "model_version" -> fields.version = Optional.of(text(json, NAME_CHARS_MAX));
        case "error" -> fields.error = Optional.of(oneLine(json));
        case "inputs" -> fields.inputs = tensors(json);
        case "outputs" -> fields.outputs = tensors(json);
        default -> json.skipChildren();
      }
    }
    require(json, json.nextToken() == null, "something follows the message");
    return fields.message();
  }

  private List<Tensor> tensors(JsonParser json) throws MessageException {
    require(json, json.currentToken() == JsonToken.START_ARRAY, "a list of tensors is expected");
    List<Tensor> tensors = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json, json.currentToken() == JsonToken.START_OBJECT, "a tensor is expected");
      require(json, tensors.size() < TENSORS_MAX, "more than " + TENSORS_MAX + " tensors");
      tensors.add(tensor(json));
    }
    return tensors;
  }

  private Tensor tensor(JsonParser json) throws MessageException {
    String name = "";
    String datatype = "";
    List<Long> shape = List.of();
    float[] data = new float[0];
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> name = text(json, NAME_CHARS_MAX);
        case "datatype" -> datatype = text(json, NAME_CHARS_MAX);
        case "shape" -> shape = shape(json);
        case "data" -> data = data(json);
        default -> json.skipChildren();
      }
    }
    require(json, !name.isEmpty(), "a tensor has no name");
    return new Tensor(name, datatype, shape, data);
  }

  private static List<Long> shape(JsonParser json) throws MessageException {
    require(json, json.currentToken() == JsonToken.START_ARRAY, "a shape is a list of numbers");
    List<Long> shape = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean size = json.currentToken() == JsonToken.VALUE_NUMBER_INT;
      require(json, size && shape.size() < DIMENSIONS_MAX, "a shape is up to 8 whole numbers");
      shape.add(json.getLongValue());
    }
    return shape;
  }

  /** Flat, or nested as the shape is; which of them it is does not matter, the order does. */
  private float[] data(JsonParser json) throws MessageException {
    require(json, json.currentToken() == JsonToken.START_ARRAY, "data is a list of numbers");
    FloatList values = new FloatList(valuesMax);
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        depth++;
      } else if (token == JsonToken.END_ARRAY) {
        depth--;
      } else {
        require(json, token != null && token.isNumeric(), "data is a list of numbers");
        require(json, values.add(json.getFloatValue()), "more than " + valuesMax + " values");
      }
    }
    return values.toArray();
  }

  private static String text(JsonParser json, int charsMax) throws MessageException {
    boolean text = json.currentToken() == JsonToken.VALUE_STRING;
    require(json, text && json.getStringLength() <= charsMax, "a short text is expected");
    String said = json.getString();
    boolean printable = said.chars().noneMatch(Character::isISOControl);
    require(json, printable, "a text without control characters is expected");
    return said;
  }

  /** Of whatever kind; cut, and without what would break a log's line. */
  private static String oneLine(JsonParser json) {
    String said = json.currentToken().isScalarValue() ? json.getString() : "";
    json.skipChildren();
    String cut = said.substring(0, Math.min(said.length(), ERROR_CHARS_MAX));
    return cut.replaceAll("[^\\x20-\\x7e]+", " ").strip();
  }

  private static void require(JsonParser json, boolean holds, String fault)
      throws MessageException {
    if (!holds) {
      throw fault(json, fault);
    }
  }

  private static MessageException fault(JsonParser json, String what) {
    return new MessageException(
        "JSON line %d column %d: %s"
            .formatted(
                json.currentLocation().getLineNr(), json.currentLocation().getColumnNr(), what));
  }

  /** What has been read of a message. */
  private static final class Fields {
    private Optional<String> id = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<String> version = Optional.empty();
    private List<Tensor> inputs = List.of();
    private List<Tensor> outputs = List.of();
    private Optional<String> error = Optional.empty();

    TensorMessage message() {
      return new TensorMessage(id, name, version, inputs, outputs, error);
    }
  }
}
