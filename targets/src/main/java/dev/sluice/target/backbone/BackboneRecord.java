package dev.sluice.target.backbone;

import java.util.Map;

/**
 * What travels: a value with headers, which anybody's program reads.
 *
 * @param key records of one key keep their order in the engine
 * @param headers by their names, which occur once
 * @param value JSON in UTF-8; not changed by anybody
 * @param timeMillis of the machine that made it, when it did
 */
public record BackboneRecord(
    String key, Map<String, String> headers, byte[] value, long timeMillis) {
  public BackboneRecord {
    headers = Map.copyOf(headers);
  }

  /** Empty where there is no such header. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
