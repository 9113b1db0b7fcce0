package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ReasonCode;
import java.util.EnumSet;
import java.util.Set;

/** The Reason Codes that may stand in one kind of packet, as its section lists them. */
enum ReasonCodes {
  PUBACK(acknowledging()),
  PUBREC(acknowledging()),
  PUBREL(EnumSet.of(ReasonCode.SUCCESS, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND)),
  PUBCOMP(EnumSet.of(ReasonCode.SUCCESS, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND)),

  /** Of a client; what only servers say is not among them. */
  DISCONNECT(
      EnumSet.of(
          ReasonCode.SUCCESS,
          ReasonCode.DISCONNECT_WITH_WILL,
          ReasonCode.UNSPECIFIED_ERROR,
          ReasonCode.MALFORMED_PACKET,
          ReasonCode.PROTOCOL_ERROR,
          ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
          ReasonCode.TOPIC_NAME_INVALID,
          ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
          ReasonCode.TOPIC_ALIAS_INVALID,
          ReasonCode.PACKET_TOO_LARGE,
          ReasonCode.MESSAGE_RATE_TOO_HIGH,
          ReasonCode.QUOTA_EXCEEDED,
          ReasonCode.ADMINISTRATIVE_ACTION,
          ReasonCode.PAYLOAD_FORMAT_INVALID)),

  /** Of a server; what has no place there is sent as an unspecified error. */
  CONNACK(
      EnumSet.of(
          ReasonCode.SUCCESS,
          ReasonCode.UNSPECIFIED_ERROR,
          ReasonCode.MALFORMED_PACKET,
          ReasonCode.PROTOCOL_ERROR,
          ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
          ReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
          ReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
          ReasonCode.BAD_USER_NAME_OR_PASSWORD,
          ReasonCode.NOT_AUTHORIZED,
          ReasonCode.SERVER_UNAVAILABLE,
          ReasonCode.SERVER_BUSY,
          ReasonCode.BANNED,
          ReasonCode.BAD_AUTHENTICATION_METHOD,
          ReasonCode.TOPIC_NAME_INVALID,
          ReasonCode.PACKET_TOO_LARGE,
          ReasonCode.QUOTA_EXCEEDED,
          ReasonCode.PAYLOAD_FORMAT_INVALID,
          ReasonCode.RETAIN_NOT_SUPPORTED,
          ReasonCode.QOS_NOT_SUPPORTED,
          ReasonCode.USE_ANOTHER_SERVER,
          ReasonCode.SERVER_MOVED,
          ReasonCode.CONNECTION_RATE_EXCEEDED));

  @SuppressWarnings("ImmutableEnumChecker") // Nobody changes it.
  private final Set<ReasonCode> allowed;

  ReasonCodes(Set<ReasonCode> allowed) {
    this.allowed = allowed;
  }

  private static Set<ReasonCode> acknowledging() {
    return EnumSet.of(
        ReasonCode.SUCCESS,
        ReasonCode.NO_MATCHING_SUBSCRIBERS,
        ReasonCode.UNSPECIFIED_ERROR,
        ReasonCode.IMPLEMENTATION_SPECIFIC_ERROR,
        ReasonCode.NOT_AUTHORIZED,
        ReasonCode.TOPIC_NAME_INVALID,
        ReasonCode.PACKET_IDENTIFIER_IN_USE,
        ReasonCode.QUOTA_EXCEEDED,
        ReasonCode.PAYLOAD_FORMAT_INVALID);
  }

  boolean allows(ReasonCode reason) {
    return allowed.contains(reason);
  }

  ReasonCode read(WireReader in) throws MalformedPacketException {
    int code = in.unsignedByte();
    ReasonCode reason = ReasonCode.of(code);
    if (reason.code() != code || !allows(reason)) {
      throw new MalformedPacketException(Malformation.REASON_CODE);
    }
    return reason;
  }
}
