package dev.sluice.inference;

/**
 * Turns a payload into readings, by the format that its route declares. Stateless and thread-safe.
 */
public interface PayloadDecoder {
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
    throw new UnsupportedOperationException("contract only");
  }

  /**
   * CSV text, one record per line: values of column {@code valueColumn} (0-based; -1 = the last),
   * id of column {@code idColumn} of the last record (-1 = none).
   */
  static PayloadDecoder csv(int valueColumn, int idColumn, int valuesMax) {
    throw new UnsupportedOperationException("contract only");
  }
}
