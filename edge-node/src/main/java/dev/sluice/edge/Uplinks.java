package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.cloudlink.LinkSecurity;
import dev.sluice.edge.cloudlink.LoginFile;
import dev.sluice.edge.cloudlink.Way;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.UplinkWay;
import dev.sluice.edge.core.EdgeStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The ways to the cloud as the configuration has them, the most preferred first. Those that show
 * the same files share them, so that one renewal is in force on all.
 */
final class Uplinks implements AutoCloseable {
  private final Map<EdgeConfig.UplinkTls, SecureLink> links;
  private final List<UplinkWay> said;
  private final List<Way> ways;

  private Uplinks(
      Map<EdgeConfig.UplinkTls, SecureLink> links, List<UplinkWay> said, List<Way> ways) {
    this.links = links;
    this.said = said;
    this.ways = List.copyOf(ways);
  }

  /**
   * @param journal whose files tell when this node last ran
   * @param clock of the wall
   * @throws ConfigException when the files of a link are faulty, or name another node
   */
  static Uplinks open(EdgeConfig config, Path journal, Supplier<Instant> clock)
      throws ConfigException {
    Instant past = SecureLink.lastSeen(config.journal().dir().orElse(journal));
    Map<EdgeConfig.UplinkTls, SecureLink> links = new LinkedHashMap<>();
    List<UplinkWay> said = config.uplink().ways();
    List<Way> ways = new ArrayList<>();
    for (UplinkWay way : said) {
      if (!config.uplink().enabled()) {
        ways.add(new Way(way.name(), way.host(), way.port(), Optional.empty(), LinkSecurity.NONE));
        continue;
      }
      if (way.tls().isPresent() && !links.containsKey(way.tls().get())) {
        EdgeConfig.UplinkTls files = way.tls().get();
        links.put(files, SecureLink.open(files, config.node().id(), clock, past));
      }
      LinkSecurity security =
          way.tls().map(files -> links.get(files).security()).orElse(LinkSecurity.NONE);
      ways.add(new Way(way.name(), way.host(), way.port(), login(way), security));
    }
    return new Uplinks(links, said, ways);
  }

  private static Optional<Way.Login> login(UplinkWay way) throws ConfigException {
    if (way.login().isEmpty()) {
      return Optional.empty();
    }
    EdgeConfig.UplinkLogin login = way.login().get();
    return Optional.of(LoginFile.read(login.username(), login.passwordFile()));
  }

  List<Way> ways() {
    return ways;
  }

  /**
   * How all of them are; any thread.
   *
   * @param current the one that is taken
   */
  List<EdgeStatus.Uplink> status(int current) {
    List<EdgeStatus.Uplink> all = new ArrayList<>();
    for (int way = 0; way < said.size(); way++) {
      UplinkWay one = said.get(way);
      all.add(new EdgeStatus.Uplink(one.name(), one.place(), way == current, certificate(way)));
    }
    return all;
  }

  private Optional<EdgeStatus.Certificate> certificate(int way) {
    return said.get(way).tls().map(links::get).map(SecureLink::certificate);
  }

  /**
   * Renews from now on.
   *
   * @param onRenewed told by another thread where the next certificate is in force
   */
  void start(Consumer<LinkSecurity> onRenewed) {
    links.values().forEach(link -> link.start(() -> onRenewed.accept(link.security())));
  }

  @Override
  public void close() {
    links.values().forEach(SecureLink::close);
  }
}
