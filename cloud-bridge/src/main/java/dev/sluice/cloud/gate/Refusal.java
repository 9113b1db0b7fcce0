package dev.sluice.cloud.gate;

import java.util.Locale;

/** Why a connection was ended. */
public enum Refusal {
  /** No certificate, or one that is foreign, expired or not for clients. */
  HANDSHAKE,
  /** A certificate of ours that does not count any more, or does not name an edge node. */
  NOT_ENROLLED,
  /** CONNECT under the name of another. */
  OTHER_NAME,
  /** A topic of another, or of nobody. */
  FOREIGN_TOPIC,
  /** Bytes that are no MQTT, or a packet that is too large. */
  MALFORMED,
  /** A packet that the link has no use for. */
  UNEXPECTED,
  /** No CONNECT in time, or not before others needed the room. */
  TIMEOUT,
  /** Too many connections. */
  TOO_MANY;

  /** As metrics and the log say it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
