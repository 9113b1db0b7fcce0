package dev.sluice.broker;

import dev.sluice.mqtt.OutboundPacket.PubComp;
import dev.sluice.mqtt.ReasonCode;

/** The turns of PUBACK, PUBREC, PUBREL and PUBCOMP (sections 3.4 to 3.7). */
final class Acknowledging {
  private final Disconnecting disconnecting;
  private final PendingAcknowledgements acknowledgements;

  Acknowledging(Disconnecting disconnecting, PendingAcknowledgements acknowledgements) {
    this.disconnecting = disconnecting;
    this.acknowledgements = acknowledgements;
  }

  void onPubAck(Connection connection, int packetId, long nowNanos) {
    boolean inOrder =
        PacketIds.isValid(packetId) && connection.session().outgoing().onPubAck(packetId);
    proceed(connection, inOrder, nowNanos);
  }

  void onPubRec(Connection connection, int packetId, ReasonCode reason, long nowNanos) {
    boolean inOrder =
        PacketIds.isValid(packetId)
            && connection.session().outgoing().onPubRec(connection, packetId, reason);
    proceed(connection, inOrder, nowNanos);
  }

  void onPubComp(Connection connection, int packetId, long nowNanos) {
    boolean inOrder =
        PacketIds.isValid(packetId) && connection.session().outgoing().onPubComp(packetId);
    proceed(connection, inOrder, nowNanos);
  }

  /** Room in the window lets the next messages go. */
  private void proceed(Connection connection, boolean inOrder, long nowNanos) {
    if (inOrder) {
      connection.session().outgoing().send(connection, nowNanos);
    } else {
      disconnecting.protocolError(connection, ReasonCode.PROTOCOL_ERROR, nowNanos);
    }
  }

  void onPubRel(Connection connection, int packetId, long nowNanos) {
    if (!PacketIds.isValid(packetId)) {
      disconnecting.protocolError(connection, ReasonCode.PROTOCOL_ERROR, nowNanos);
      return;
    }
    SessionLog log = connection.session().log();
    boolean known = connection.session().incoming().release(packetId);
    if (known) {
      log.released(packetId);
    }
    ReasonCode reason =
        known || !connection.speaksMqtt5()
            ? ReasonCode.SUCCESS
            : ReasonCode.PACKET_IDENTIFIER_NOT_FOUND;
    // Sent earlier, a crash would bring the identifier back and the next publication under it would
    // be taken for a repetition.
    acknowledgements.transmit(connection, new PubComp(packetId, reason), log.everything());
  }
}
