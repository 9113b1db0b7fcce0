package dev.sluice.status;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.config.ConfigKind;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a program answers its operators, as its configuration says.
 *
 * @param host to connect to; where it listens everywhere, this machine's loopback
 * @param tokenFile with what it asks for
 * @param certificate that it shows, in PEM, when it speaks HTTPS
 */
record AdminAddress(String host, int port, Optional<Path> tokenFile, Optional<Path> certificate) {

  /** The part of the file that is read. */
  record Admin(String host, int port, Optional<Path> tokenFile, Optional<Pair> tls) {}

  /** A certificate and its key, which is left alone. */
  record Pair(Path certificate, Path key) {}

  /**
   * @param overrides as at the program's start; those of an edge node's policy do not matter here
   */
  static AdminAddress of(Path file, ConfigKind kind, List<String> overrides)
      throws ConfigException {
    List<String> own = overrides.stream().filter(each -> !each.startsWith("policy.")).toList();
    ConfigFile config = ConfigFile.load(file, kind.schema(), own);
    if (!config.says("admin") && !hasAdmin(kind)) {
      throw new ConfigException(
          "%s: is of kind %s, whose program has no admin port".formatted(file, kind.name()));
    }
    Admin admin = config.part("admin", Admin.class);
    if (admin.port() == 0) {
      throw config.fault(
          "admin.port", "is 0, any free one: say --set admin.port=N with the one it printed");
    }
    return new AdminAddress(
        reachable(admin.host()),
        admin.port(),
        admin.tokenFile(),
        admin.tls().map(Pair::certificate));
  }

  private static boolean hasAdmin(ConfigKind kind) {
    return ConfigFile.defaults(kind.schema()).stream()
        .anyMatch(entry -> entry.field().equals("admin.port"));
  }

  private static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::", "[::]" -> "::1";
      default -> host;
    };
  }

  URI uri(String path) {
    return URI.create(this + path);
  }

  /** As a browser takes it. */
  @Override
  public String toString() {
    String name = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return "%s://%s:%d".formatted(certificate.isPresent() ? "https" : "http", name, port);
  }
}
