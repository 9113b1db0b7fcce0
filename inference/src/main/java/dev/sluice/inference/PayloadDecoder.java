package dev.sluice.inference;

/**
 * Turns a payload into readings, by the format that its route declares. Stateless and thread-safe.
 * Complaints name the place, never the content: they are published and logged.
 */
public interface PayloadDecoder {
  /** Characters of an id, which travels back with every answer. */
  int ID_LENGTH_MAX = 256;

  /**
   * @throws MalformedPayloadException naming the place and what was expected
   */
  Reading decode(byte[] payload) throws MalformedPayloadException;

  /**
   * JSON: an object with a number or an array of numbers under {@code valueField} and, when
   * present, an id (string or number) under {@code idField}; a bare number or array of numbers is
   * taken as the values.
   */
  static PayloadDecoder json(String valueField, String idField, int valuesMax) {
    return new JsonPayload(valueField, idField, valuesMax);
  }

  /**
   * CSV text, one record per line: values of column {@code valueColumn} (0-based; -1 = the last),
   * id of column {@code idColumn} of the last record (-1 = none). Cells are separated by commas and
   * not quoted; there is no header line.
   */
  static PayloadDecoder csv(int valueColumn, int idColumn, int valuesMax) {
    return new CsvPayload(valueColumn, idColumn, valuesMax);
  }

  /**
   * PNG, JPEG, or exactly as many raw samples as the model takes, row by row; without an id. An
   * image of more than a Full HD frame is refused before it is decoded.
   */
  static PayloadDecoder image(ImageInput input) {
    return new ImagePayload(input);
  }
}
