package dev.sluice.mqtt;

/**
 * Client Identifier: names the Session [MQTT-3.1.3-2]. Never empty here: the server assigns one
 * first.
 */
public record ClientId(String value) {
  public ClientId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a Client Identifier inside the broker is never empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
