package dev.sluice.inference;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** {@link PayloadDecoder} of JSON, token by token: no tree is built, unknown fields are skipped. */
final class JsonPayload implements PayloadDecoder {
  private static final int DEPTH_MAX = 32;
  private static final int NUMBER_LENGTH_MAX = 64;
  private static final int STRING_LENGTH_MAX = 1 << 20;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_MAX)
                  .maxNumberLength(NUMBER_LENGTH_MAX)
                  .maxNameLength(ID_LENGTH_MAX)
                  .maxStringLength(STRING_LENGTH_MAX)
                  .build())
          .build();

  private final String valueField;
  private final String idField;
  private final int valuesMax;

  JsonPayload(String valueField, String idField, int valuesMax) {
    this.valueField = valueField;
    this.idField = idField;
    this.valuesMax = valuesMax;
  }

  @Override
  public Reading decode(byte[] payload) throws MalformedPayloadException {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), payload)) {
      try {
        return reading(json);
      } catch (StreamConstraintsException e) {
        throw malformed(json.currentLocation(), "nested too deep, or a text or number too long");
      } catch (JacksonException e) {
        throw malformed(json.currentLocation(), "not valid JSON");
      }
    }
  }

  private Reading reading(JsonParser json) throws MalformedPayloadException {
    var values = new Values(valuesMax);
    Optional<String> id = Optional.empty();
    if (json.nextToken() == JsonToken.START_OBJECT) {
      id = fields(json, values);
    } else {
      values(json, values);
    }
    float[] all = values.atLeastOne(() -> "JSON " + valueField);
    if (json.nextToken() != null) {
      throw malformed(json.currentTokenLocation(), "something follows the value");
    }
    return new Reading(id, all);
  }

  private Optional<String> fields(JsonParser json, Values values) throws MalformedPayloadException {
    Optional<String> id = Optional.empty();
    boolean seen = false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals(valueField)) {
        if (seen) {
          throw malformed(json.currentTokenLocation(), "a second field '" + valueField + "'");
        }
        seen = true;
        values(json, values);
      } else if (name.equals(idField)) {
        id = id(json);
      } else {
        json.skipChildren();
      }
    }
    if (!seen) {
      throw malformed(json.currentTokenLocation(), "no field '" + valueField + "'");
    }
    return id;
  }

  private void values(JsonParser json, Values values) throws MalformedPayloadException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      number(json, values);
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      number(json, values);
    }
  }

  private void number(JsonParser json, Values values) throws MalformedPayloadException {
    if (json.currentToken() == null) {
      throw malformed(json.currentLocation(), "not valid JSON");
    }
    if (!json.currentToken().isNumeric()) {
      throw malformed(json.currentTokenLocation(), "a number is expected in '" + valueField + "'");
    }
    values.add((float) json.getDoubleValue(), () -> place(json.currentTokenLocation()));
  }

  private Optional<String> id(JsonParser json) throws MalformedPayloadException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      throw malformed(
          json.currentTokenLocation(), "a string or number is expected in '" + idField + "'");
    }
    String id = json.getString();
    if (id.length() > ID_LENGTH_MAX) {
      throw malformed(
          json.currentTokenLocation(), "'" + idField + "' is longer than " + ID_LENGTH_MAX);
    }
    return Optional.of(id);
  }

  private static MalformedPayloadException malformed(TokenStreamLocation at, String what) {
    return new MalformedPayloadException(place(at) + ": " + what);
  }

  private static String place(TokenStreamLocation at) {
    return "JSON line " + at.getLineNr() + " column " + at.getColumnNr();
  }
}
