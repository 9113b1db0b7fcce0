package dev.sluice.sim.device;

/** By which library a device speaks MQTT. */
public enum ClientKind {
  /** Eclipse Paho, MQTT 5. */
  PAHO_V5,
  /** Eclipse Paho, MQTT 3.1.1. */
  PAHO_V3,
  /** Vert.x, MQTT 3.1.1, QoS 0 and 1: thousands on one event loop. */
  VERTX
}
