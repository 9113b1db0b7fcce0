package dev.sluice.edge.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way to the cloud, with what holds on it: an alternative that says neither login nor TLS has
 * both of the uplink, and one that says either has nothing of it, so that no password goes where
 * another authority vouches.
 *
 * @param field where the file says it
 */
public record UplinkWay(
    String field,
    String name,
    String host,
    int port,
    Optional<EdgeConfig.UplinkLogin> login,
    Optional<EdgeConfig.UplinkTls> tls) {

  static List<UplinkWay> all(EdgeConfig.Uplink uplink) {
    List<UplinkWay> ways = new ArrayList<>();
    ways.add(
        new UplinkWay(
            "uplink",
            nameOf(uplink.name(), uplink.host(), uplink.port()),
            uplink.host(),
            uplink.port(),
            uplink.login(),
            uplink.tls()));
    for (EdgeConfig.Alternative other : uplink.alternatives()) {
      boolean asUplink = other.login().isEmpty() && other.tls().isEmpty();
      ways.add(
          new UplinkWay(
              "uplink.alternatives." + (ways.size() - 1),
              nameOf(other.name(), other.host(), other.port()),
              other.host(),
              other.port(),
              asUplink ? uplink.login() : other.login(),
              asUplink ? uplink.tls() : other.tls()));
    }
    return List.copyOf(ways);
  }

  private static String nameOf(Optional<String> name, String host, int port) {
    return name.orElse(host + ":" + port);
  }

  public String place() {
    return host + ":" + port;
  }

  /** The file of the certificate that this node shows there. */
  public Optional<Path> identity() {
    return tls.map(EdgeConfig.UplinkTls::identity);
  }
}
