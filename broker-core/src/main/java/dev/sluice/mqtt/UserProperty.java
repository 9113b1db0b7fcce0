package dev.sluice.mqtt;

/** One User Property; order and repetition carry meaning and are kept [MQTT-3.3.2-17]. */
public record UserProperty(String name, String value) {}
