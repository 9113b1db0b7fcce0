package dev.sluice.mqtt;

/** The protocol that a connection speaks; 3.1 (level 3) is served by the rules of 3.1.1. */
public enum ProtocolVersion {
  MQTT_3_1_1,
  MQTT_5
}
