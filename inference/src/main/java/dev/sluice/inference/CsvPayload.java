package dev.sluice.inference;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@link PayloadDecoder} of CSV text, line by line. */
final class CsvPayload implements PayloadDecoder {
  private static final int CELL_LENGTH_MAX = 64;

  private final int valueColumn;
  private final int idColumn;
  private final int valuesMax;

  CsvPayload(int valueColumn, int idColumn, int valuesMax) {
    this.valueColumn = valueColumn;
    this.idColumn = idColumn;
    this.valuesMax = valuesMax;
  }

  @Override
  public Reading decode(byte[] payload) throws MalformedPayloadException {
    String text = new String(payload, StandardCharsets.UTF_8);
    var values = new Values(valuesMax);
    Optional<String> id = Optional.empty();
    int line = 0;
    for (int start = 0; start < text.length(); ) {
      line++;
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String record = text.substring(start, end).strip();
      start = end + 1;
      if (!record.isEmpty()) {
        int number = line;
        Values.Place place = () -> "CSV line " + number + " column " + valueColumn;
        values.add(number(cell(record, valueColumn, line), place), place);
        id = id(record, line);
      }
    }
    return new Reading(id, values.atLeastOne(() -> "CSV"));
  }

  private float number(String cell, Values.Place place) throws MalformedPayloadException {
    // Float.parseFloat also takes NaN, Infinity, hexadecimal and type suffixes.
    boolean plain =
        !cell.isEmpty()
            && cell.length() <= CELL_LENGTH_MAX
            && cell.chars().allMatch(c -> "+-.eE0123456789".indexOf(c) >= 0);
    try {
      if (plain) {
        return Float.parseFloat(cell);
      }
    } catch (NumberFormatException e) {
      throw place.malformed("a number is expected");
    }
    throw place.malformed("a number is expected");
  }

  private Optional<String> id(String record, int line) throws MalformedPayloadException {
    if (idColumn < 0) {
      return Optional.empty();
    }
    String id = cell(record, idColumn, line);
    if (id.length() > ID_LENGTH_MAX) {
      throw new MalformedPayloadException(
          "CSV line " + line + " column " + idColumn + ": longer than " + ID_LENGTH_MAX);
    }
    return Optional.of(id);
  }

  private static String cell(String record, int column, int line) throws MalformedPayloadException {
    if (column < 0) {
      return record.substring(record.lastIndexOf(',') + 1).strip();
    }
    int start = 0;
    for (int i = 0; i < column; i++) {
      start = record.indexOf(',', start) + 1;
      if (start == 0) {
        throw new MalformedPayloadException("CSV line " + line + ": no column " + column);
      }
    }
    int end = record.indexOf(',', start);
    return record.substring(start, end < 0 ? record.length() : end).strip();
  }
}
