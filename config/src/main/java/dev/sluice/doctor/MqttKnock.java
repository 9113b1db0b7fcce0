package dev.sluice.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** One CONNECT, what comes back, and a DISCONNECT. */
public final class MqttKnock {
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;

  /** Without properties in the older form; the newer one has at least one byte more. */
  private static final int CONNACK_BYTES = 4;

  private static final int RETURN_CODE = 3;
  private static final int KEEP_ALIVE_SECONDS = 10;
  private static final byte[] DISCONNECT = {(byte) 0xE0, 0};
  private static final int TLS_ALERT = 0x15;
  private static final int CLEAN = 0x02;
  private static final int USER_NAME_AND_PASSWORD = 0xC0;
  private static final int MORE = 0x80;
  private static final int SEVEN_BITS = 7;

  /** Of MQTT. */
  public enum Version {
    MQTT_3_1_1(4, "MQTT 3.1.1"),
    MQTT_5(5, "MQTT 5");

    private final int level;
    private final String words;

    Version(int level, String words) {
      this.level = level;
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /**
   * Who knocks.
   *
   * @param clientId a Client Identifier that no running client has
   */
  public record Caller(String clientId, Optional<Login> login) {
    public static Caller of(String clientId) {
      return new Caller(clientId, Optional.empty());
    }
  }

  /** What it says of itself. */
  public record Login(String username, String password) {
    /** Never the password. */
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  /** What stands there. */
  public enum Answer {
    ACCEPTED,
    CREDENTIALS,
    /** It speaks another version of MQTT. */
    VERSION,
    REFUSED,
    TLS,
    OTHER,
    CLOSED
  }

  private MqttKnock() {}

  public static Answer on(InputStream in, OutputStream out, Version version, Caller caller)
      throws IOException {
    out.write(connect(version, caller));
    out.flush();
    byte[] answer = in.readNBytes(CONNACK_BYTES);
    Answer read = read(answer);
    if (read == Answer.ACCEPTED) {
      out.write(DISCONNECT);
      out.flush();
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
    if (answer.length < CONNACK_BYTES || answer[0] != CONNACK || answer[1] < 2) {
      return Answer.OTHER;
    }
    return switch (Byte.toUnsignedInt(answer[RETURN_CODE])) {
      case 0 -> Answer.ACCEPTED;
      // Return codes of 3.1.1, then reason codes of 5.
      case 1, 0x84 -> Answer.VERSION;
      case 4, 5, 0x86, 0x87 -> Answer.CREDENTIALS;
      default -> Answer.REFUSED;
    };
  }

  /** [MQTT-3.1] */
  private static byte[] connect(Version version, Caller caller) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    text(rest, "MQTT");
    rest.write(version.level);
    rest.write(CLEAN | (caller.login().isPresent() ? USER_NAME_AND_PASSWORD : 0));
    rest.writeBytes(new byte[] {0, KEEP_ALIVE_SECONDS});
    if (version == Version.MQTT_5) {
      rest.write(0);
    }
    text(rest, caller.clientId());
    caller.login().ifPresent(login -> text(rest, login.username()));
    caller.login().ifPresent(login -> text(rest, login.password()));
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(CONNECT);
    length(packet, rest.size());
    packet.writeBytes(rest.toByteArray());
    return packet.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    out.write(bytes.length >> Byte.SIZE);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  private static void length(ByteArrayOutputStream out, int length) {
    int left = length;
    while (left >= MORE) {
      out.write(left | MORE);
      left >>= SEVEN_BITS;
    }
    out.write(left);
  }
}
