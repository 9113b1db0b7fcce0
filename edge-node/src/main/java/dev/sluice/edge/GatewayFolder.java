package dev.sluice.edge;

import dev.sluice.config.ConfigException;
import dev.sluice.edge.auth.UserFile;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.EdgeConfig.Listener;
import dev.sluice.program.PrivateFile;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Issued;
import dev.sluice.tls.Authority.Validity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder with everything that an edge node needs to serve other machines: configuration, access
 * file, password file, and an authority of its own with the server's certificate.
 */
final class GatewayFolder {
  /** The user who may do everything. */
  static final String ADMIN = "admin";

  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
  private static final Duration SERVER_LIFE = Duration.ofDays(825);
  private static final Duration DEVICE_LIFE = Duration.ofDays(1825);
  private static final String CA = "pki/ca";
  private static final String SERVER = "pki/server";

  private final Path folder;
  private final Instant now;
  private final SecureRandom random = new SecureRandom();

  GatewayFolder(Path folder, Instant now) {
    this.folder = folder.toAbsolutePath().normalize();
    this.now = now;
  }

  Path config() {
    return folder.resolve("edge.yaml");
  }

  Path authorityCertificate() {
    return folder.resolve(CA + ".crt");
  }

  UserFile users() {
    return new UserFile(folder.resolve("users"), random);
  }

  private Validity valid(Duration life) {
    // An hour ago: the clock of a device may be behind.
    return new Validity(now.minus(Duration.ofHours(1)), now.plus(life));
  }

  /**
   * Makes the folder; nothing that is there is changed.
   *
   * @param hosts names and addresses by which devices know this machine, the best first
   * @return the password of {@link #ADMIN}, which is written nowhere
   * @throws ConfigException when there is a gateway in that folder already
   */
  String create(String nodeId, List<String> hosts, int port) throws ConfigException, IOException {
    if (Files.exists(config())) {
      throw new ConfigException(
          config() + ": is there already; give another folder, or remove this one first");
    }
    Files.createDirectories(folder.resolve("pki"));
    Authority authority = Authority.create("Sluice " + nodeId, valid(AUTHORITY_LIFE), random);
    write(CA, authority.own());
    write(SERVER, authority.server(hosts, valid(SERVER_LIFE)));
    PrivateFile.create(folder.resolve("acl.yaml"), template("acl.yaml"));
    PrivateFile.create(folder.resolve("users"), template("users"));
    String password = users().addWithRandomPassword(ADMIN, Set.of("operator"));
    PrivateFile.create(
        config(), template("edge.yaml").replace("NODE-ID", nodeId).replace("TLS-PORT", "" + port));
    return password;
  }

  private void write(String name, Issued issued) throws IOException {
    PrivateFile.create(folder.resolve(name + ".key"), issued.key());
    PrivateFile.create(folder.resolve(name + ".crt"), issued.certificate());
  }

  private static String template(String name) throws IOException {
    try (InputStream in = GatewayFolder.class.getResourceAsStream("/setup/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no /setup/" + name + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Where a device's certificate and key are, without their endings. */
  private Path device(String name) {
    return folder.resolve("pki/device-" + name);
  }

  Path deviceCertificate(String name) {
    return Path.of(device(name) + ".crt");
  }

  Path deviceKey(String name) {
    return Path.of(device(name) + ".key");
  }

  /** For a device that is in the password file. */
  void certify(String name) throws ConfigException, IOException {
    Authority authority =
        Authority.load(authorityCertificate(), folder.resolve(CA + ".key"), now, random);
    Issued issued = authority.client(name, valid(DEVICE_LIFE));
    PrivateFile.write(deviceKey(name), issued.key());
    PrivateFile.write(deviceCertificate(name), issued.certificate());
  }

  void forget(String name) throws IOException {
    Files.deleteIfExists(deviceKey(name));
    Files.deleteIfExists(deviceCertificate(name));
  }

  /** The listener for other machines: the first with TLS, else the first. */
  Listener listener() throws ConfigException {
    List<Listener> all = EdgeConfig.load(config(), List.of()).allListeners();
    Optional<Listener> secure =
        all.stream().filter(one -> one.tls().isPresent() && one.websocket().isEmpty()).findFirst();
    return secure.orElse(all.get(0));
  }

  /** By which name the server's certificate knows this machine. */
  String host() throws ConfigException {
    return Authority.nameOf(folder.resolve(SERVER + ".crt"));
  }
}
