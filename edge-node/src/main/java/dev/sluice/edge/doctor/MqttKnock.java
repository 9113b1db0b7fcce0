package dev.sluice.edge.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One CONNECT of MQTT 3.1.1, what comes back, and a DISCONNECT. */
final class MqttKnock {
  private static final byte[] PROTOCOL = {0, 4, 'M', 'Q', 'T', 'T', 4};
  private static final byte CLEAN_SESSION = 2;
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final int CONNACK_BYTES = 4;
  private static final int KEEP_ALIVE_SECONDS = 10;
  private static final byte[] DISCONNECT = {(byte) 0xE0, 0};
  private static final int TLS_ALERT = 0x15;
  private static final int BAD_USER_NAME_OR_PASSWORD = 4;
  private static final int NOT_AUTHORIZED = 5;

  /** What stands there. */
  enum Answer {
    ACCEPTED,
    CREDENTIALS,
    REFUSED,
    TLS,
    OTHER,
    CLOSED
  }

  private MqttKnock() {}

  /**
   * @param name the Client Identifier, at most 100 characters of ASCII
   */
  static Answer on(InputStream in, OutputStream out, String name) throws IOException {
    out.write(connect(name));
    byte[] answer = in.readNBytes(CONNACK_BYTES);
    Answer read = read(answer);
    if (read == Answer.ACCEPTED) {
      out.write(DISCONNECT);
    }
    return read;
  }

  private static Answer read(byte[] answer) {
    if (answer.length == 0) {
      return Answer.CLOSED;
    }
    if (answer[0] == TLS_ALERT) {
      return Answer.TLS;
    }
    if (answer.length < CONNACK_BYTES || answer[0] != CONNACK || answer[1] != 2) {
      return Answer.OTHER;
    }
    return switch (answer[CONNACK_BYTES - 1]) {
      case 0 -> Answer.ACCEPTED;
      case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED -> Answer.CREDENTIALS;
      default -> Answer.REFUSED;
    };
  }

  /** [MQTT-3.1] */
  private static byte[] connect(String name) {
    byte[] id = name.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(CONNECT);
    packet.write(PROTOCOL.length + 3 + 2 + id.length);
    packet.writeBytes(Arrays.copyOf(PROTOCOL, PROTOCOL.length));
    packet.writeBytes(new byte[] {CLEAN_SESSION, 0, KEEP_ALIVE_SECONDS, 0, (byte) id.length});
    packet.writeBytes(id);
    return packet.toByteArray();
  }
}
