package dev.sluice.edge.doctor;

import dev.sluice.config.ConfigException;
import dev.sluice.doctor.Finding;
import dev.sluice.doctor.MqttKnock;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.UplinkWay;
import dev.sluice.tls.LinkIdentity;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Whether the cloud's broker can be reached and takes a client: by a CONNECT under a name of its
 * own, so that a node's session is not taken over.
 */
public final class CloudBroker implements Check {
  private static final String SUBJECT = "uplink";
  private static final int SILENCE_MS = 500;
  private static final String PAIR =
      "see the clock and the certificate; else pair again: './sluice cloud invite' on the bridge";

  private final EdgeConfig.Uplink uplink;
  private final UplinkWay way;

  /**
   * @param way of those of the uplink
   */
  public CloudBroker(EdgeConfig.Uplink uplink, UplinkWay way) {
    this.uplink = uplink;
    this.way = way;
  }

  /** Each way that there is; of an uplink that is not enabled one says so. */
  public static List<Check> all(EdgeConfig.Uplink uplink) {
    int count = uplink.enabled() ? uplink.ways().size() : 1;
    return uplink.ways().stream()
        .limit(count)
        .<Check>map(way -> new CloudBroker(uplink, way))
        .toList();
  }

  @Override
  public List<Finding> run() {
    return List.of(
        uplink.enabled()
            ? knock()
            : Finding.ok(SUBJECT, "uplink.enabled", "false: everything runs here"));
  }

  private String where() {
    return way.name().equals(way.place()) ? way.place() : way.name() + " " + way.place();
  }

  private String correctHost() {
    return "correct %s.host".formatted(way.field());
  }

  private String correct() {
    return "%s and %s.port".formatted(correctHost(), way.field());
  }

  private Finding knock() {
    InetSocketAddress address = new InetSocketAddress(way.host(), way.port());
    if (address.isUnresolved()) {
      return Finding.warning(
          SUBJECT, where(), "there is no such host", correctHost() + ", or see 'resolvectl query'");
    }
    int patience = (int) uplink.connectTimeout().toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(address, patience);
      socket.setSoTimeout(patience);
      if (way.tls().isPresent()) {
        return shakeHands(socket, way.tls().get());
      }
      String name = "doctor-" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
      return answered(
          MqttKnock.on(
              socket.getInputStream(),
              socket.getOutputStream(),
              MqttKnock.Version.MQTT_3_1_1,
              MqttKnock.Caller.of(name)));
    } catch (ConnectException e) {
      return unreachable("nobody listens there");
    } catch (SocketTimeoutException e) {
      return unreachable("no answer within " + patience + " ms");
    } catch (IOException e) {
      return unreachable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * No CONNECT: a gate takes this node's name alone, and a node that runs would lose its place. In
   * TLS 1.3 the other side judges our certificate after the handshake: silence means that it was
   * taken.
   */
  private Finding shakeHands(Socket plain, EdgeConfig.UplinkTls files) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            LinkIdentity.load(files.identity(), files.ca())
                .context()
                .getSocketFactory()
                .createSocket(plain, way.host(), way.port(), true)) {
      SSLParameters asked = socket.getSSLParameters();
      asked.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(asked);
      socket.startHandshake();
      socket.setSoTimeout(Math.min(plain.getSoTimeout(), SILENCE_MS));
      return socket.getInputStream().read() < 0
          ? fault("ends the connection behind the handshake", PAIR)
          : fault("sends what no bridge sends", correct());
    } catch (SocketTimeoutException silence) {
      return Finding.ok(SUBJECT, where(), "both certificates are taken");
    } catch (SSLException e) {
      return fault("TLS fails: " + e.getMessage(), PAIR);
    } catch (ConfigException e) {
      // Which is said where the files are examined.
      return fault("cannot be tried", PAIR);
    }
  }

  /** A node runs without the cloud, and goes on trying. */
  private Finding unreachable(String why) {
    return Finding.warning(
        SUBJECT,
        where(),
        why,
        "start the bridge (./sluice cloud), %s, or set uplink.enabled: false".formatted(correct()));
  }

  private Finding answered(MqttKnock.Answer answer) {
    return switch (answer) {
      case ACCEPTED -> Finding.ok(SUBJECT, where(), "an MQTT broker takes clients");
      // Rights may hang on the Client Identifier, and the node's own would take its session over.
      case CREDENTIALS ->
          way.login().isPresent()
              ? Finding.ok(
                  SUBJECT, where(), "an MQTT broker asks for credentials, and there are some")
              : fault(
                  "the broker asks for credentials",
                  "give them with %s.login, as docs/brokers.md says".formatted(way.field()));
      case VERSION ->
          fault("the broker speaks no MQTT 3.1.1, as nodes do", "meet at one that does");
      case REFUSED -> fault("the broker refuses clients", "see the log of that broker");
      case TLS ->
          fault(
              "speaks TLS, and the uplink is plain MQTT",
              "pair with the bridge that has it: './sluice cloud invite' there, './sluice pair' here");
      case OTHER -> fault("is no MQTT broker", correct());
      case CLOSED -> fault("closes the connection without an answer", "see the log of that broker");
    };
  }

  private Finding fault(String what, String fix) {
    return Finding.fault(SUBJECT, where(), what, fix);
  }
}
