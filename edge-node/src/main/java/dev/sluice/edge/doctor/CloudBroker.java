package dev.sluice.edge.doctor;

import dev.sluice.edge.config.EdgeConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether the cloud's broker can be reached and takes a client: by a CONNECT under a name of its
 * own, so that a node's session is not taken over.
 */
public final class CloudBroker implements Check {
  private static final String SUBJECT = "uplink";
  private static final String CORRECT = "correct uplink.host and uplink.port";

  private final EdgeConfig.Uplink uplink;

  public CloudBroker(EdgeConfig.Uplink uplink) {
    this.uplink = uplink;
  }

  @Override
  public List<Finding> run() {
    return List.of(
        uplink.enabled()
            ? knock()
            : Finding.ok(SUBJECT, "uplink.enabled", "false: everything runs here"));
  }

  private String where() {
    return uplink.host() + ":" + uplink.port();
  }

  private Finding knock() {
    InetSocketAddress address = new InetSocketAddress(uplink.host(), uplink.port());
    if (address.isUnresolved()) {
      return Finding.warning(
          SUBJECT,
          where(),
          "there is no such host",
          "correct uplink.host, or see 'resolvectl query'");
    }
    int patience = (int) uplink.connectTimeout().toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(address, patience);
      socket.setSoTimeout(patience);
      String name = "doctor-" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
      return answered(MqttKnock.on(socket.getInputStream(), socket.getOutputStream(), name));
    } catch (ConnectException e) {
      return unreachable("nobody listens there");
    } catch (SocketTimeoutException e) {
      return unreachable("no answer within " + patience + " ms");
    } catch (IOException e) {
      return unreachable(String.valueOf(e.getMessage()));
    }
  }

  /** A node runs without the cloud, and goes on trying. */
  private Finding unreachable(String why) {
    return Finding.warning(
        SUBJECT,
        where(),
        why,
        "start the bridge (./sluice cloud), %s, or set uplink.enabled: false".formatted(CORRECT));
  }

  private Finding answered(MqttKnock.Answer answer) {
    return switch (answer) {
      case ACCEPTED -> Finding.ok(SUBJECT, where(), "an MQTT broker takes clients");
      case CREDENTIALS ->
          fault(
              "the broker asks for credentials",
              "let it take the clients edge-* and edge-*'s topics sluice/v1/# without, on an address"
                  + " that only gateways reach");
      case REFUSED -> fault("the broker refuses clients", "see the log of that broker");
      case TLS ->
          fault(
              "speaks TLS, and the uplink is plain MQTT",
              "give a plain port of that broker, or put a tunnel (stunnel, WireGuard) between");
      case OTHER -> fault("is no MQTT broker", CORRECT);
      case CLOSED -> fault("closes the connection without an answer", "see the log of that broker");
    };
  }

  private Finding fault(String what, String fix) {
    return Finding.fault(SUBJECT, where(), what, fix);
  }
}
