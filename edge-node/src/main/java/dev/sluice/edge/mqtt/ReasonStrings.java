package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ReasonCode;

/** What an MQTT 5 client may show its user when the server ends the connection. */
final class ReasonStrings {
  private ReasonStrings() {}

  /** One clause, or empty where the Reason Code says it all. */
  static String of(ReasonCode reason) {
    return switch (reason) {
      case SESSION_TAKEN_OVER -> "another connection with this client identifier took over";
      case KEEP_ALIVE_TIMEOUT -> "no packet for one and a half times the keep alive";
      case SERVER_SHUTTING_DOWN -> "the server is shutting down";
      case SERVER_BUSY -> "the server takes no more at present";
      case QUOTA_EXCEEDED -> "a limit of the server is reached";
      case RECEIVE_MAXIMUM_EXCEEDED -> "more unacknowledged publications than the receive maximum";
      case PACKET_TOO_LARGE -> Malformation.PACKET_TOO_LARGE.sentence();
      case CLIENT_IDENTIFIER_NOT_VALID -> "client identifier not valid";
      default -> "";
    };
  }
}
