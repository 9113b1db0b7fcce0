package dev.sluice.edge.mqtt;

import dev.sluice.mqtt.ProtocolVersion;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A packet of {@code packets.table}: what clients may send and what not, shared by the tests of
 * decoder, core and listener. The table says how it is written.
 *
 * @param fault empty when it is well formed
 */
record NamedPacket(
    String name, ProtocolVersion version, byte[] bytes, Optional<Malformation> fault) {

  static List<NamedPacket> all() {
    List<NamedPacket> packets = new ArrayList<>();
    try (BufferedReader table =
        new BufferedReader(
            new InputStreamReader(
                NamedPacket.class.getResourceAsStream("/packets.table"), StandardCharsets.UTF_8))) {
      for (String line = table.readLine(); line != null; line = table.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          packets.addAll(row(line.split("\\|")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packets;
  }

  private static List<NamedPacket> row(String[] cells) {
    List<NamedPacket> packets = new ArrayList<>();
    for (char level : cells[1].trim().toCharArray()) {
      ProtocolVersion version = level == '5' ? ProtocolVersion.MQTT_5 : ProtocolVersion.MQTT_3_1_1;
      packets.add(
          new NamedPacket(
              cells[0].trim(), version, bytes(cells[3].trim(), level == '5'), fault(cells[4])));
    }
    return packets;
  }

  private static Optional<Malformation> fault(String outcome) {
    for (Malformation kind : Malformation.values()) {
      if (kind.word().equals(outcome.trim())) {
        return Optional.of(kind);
      }
    }
    if (!outcome.trim().equals("ok")) {
      throw new IllegalArgumentException("no such outcome: " + outcome);
    }
    return Optional.empty();
  }

  boolean isSentFirst() {
    boolean connect = bytes[0] >> 4 == 1 && !name.startsWith("second");
    return connect || fault.equals(Optional.of(Malformation.NO_CONNECT));
  }

  @Override
  public String toString() {
    return name + " as " + version;
  }

  private static byte[] bytes(String cell, boolean mqtt5) {
    if (cell.startsWith("raw:")) {
      return RawClient.hex(cell.substring(4));
    }
    int header = Integer.parseInt(cell.substring(0, 2), 16);
    return RawClient.frame(header, new Body(cell.substring(3), mqtt5).read('\0'));
  }

  /** Reads the body of a packet as the table writes it. */
  private static final class Body {
    private final String text;
    private final boolean mqtt5;
    private int at;

    Body(String text, boolean mqtt5) {
      this.text = text;
      this.mqtt5 = mqtt5;
    }

    byte[] read(char until) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      while (at < text.length() && text.charAt(at) != until) {
        char c = text.charAt(at);
        switch (c) {
          case ' ' -> at++;
          case '"' -> out.writeBytes(RawClient.string(upTo('"')));
          case '\'' -> out.writeBytes(upTo('\'').getBytes(StandardCharsets.UTF_8));
          case '{' -> out.writeBytes(repeated(upTo('}')));
          case '<' -> out.writeBytes(properties());
          default -> {
            out.writeBytes(HexFormat.of().parseHex(text, at, at + 2));
            at += 2;
          }
        }
      }
      at++;
      return out.toByteArray();
    }

    private String upTo(char end) {
      int from = at + 1;
      at = text.indexOf(end, from) + 1;
      return text.substring(from, at - 1);
    }

    private static byte[] repeated(String what) {
      String[] parts = what.split("\\*", -1);
      return HexFormat.of().parseHex(parts[1].repeat(Integer.parseInt(parts[0])));
    }

    /** Nothing for 3.1.1, so that one row serves both versions. */
    private byte[] properties() {
      at++;
      byte[] block = read('>');
      if (!mqtt5) {
        return new byte[0];
      }
      byte[] framed = RawClient.frame(0, block);
      byte[] withLength = new byte[framed.length - 1];
      System.arraycopy(framed, 1, withLength, 0, withLength.length);
      return withLength;
    }
  }
}
