package dev.sluice.edge;

import dev.sluice.edge.auth.UserFile;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Issued;
import dev.sluice.tls.Authority.Validity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** An edge node that asks everybody who he is, by every kind of listener, on free ports. */
final class SecureGateway implements AutoCloseable {
  static final List<String> LISTENERS = List.of("plain", "tls", "mutual", "web", "websecure");

  private static final String YAML =
      """
      node: {id: secure-gateway}
      listeners:
        - {name: plain, port: 0}
        - name: tls
          port: 0
          tls: {certificate: server.crt, key: server.key, sni: [{certificate: other.crt, key: other.key}]}
        - name: mutual
          port: 0
          tls:
            certificate: server.crt
            key: server.key
            client-certificates: required
            client-ca: ca.crt
        - {name: web, port: 0, websocket: {}}
        - {name: websecure, port: 0, websocket: {path: /broker}, tls: {certificate: server.crt, key: server.key}}
      access: {users: users, acl: acl.yaml, certificates: {}, failures-per-minute: 1000}
      admin: {port: 0}
      durability: memory
      uplink: {enabled: false}
      """;

  static final String ACL =
      """
      roles:
        device:
          - {allow: publish, topics: ["devices/%u/#"]}
          - {allow: subscribe, topics: ["commands/%u/#"]}
        operator:
          - {allow: all, topics: ["#"]}
      """;

  private final Path folder;
  private final SecureRandom random = new SecureRandom();
  private final Authority authority;
  private final UserFile users;
  private final Gateway gateway;
  private final Gateway.Addresses addresses;
  private final String pumpPassword;
  private final String operatorPassword;

  private SecureGateway(Path folder) throws Exception {
    this.folder = folder;
    authority = Authority.create("Test authority", days(0, 30), random);
    Files.writeString(folder.resolve("ca.crt"), authority.own().certificate());
    write("server", authority.server(List.of("localhost", "127.0.0.1"), days(0, 10)));
    write("other", authority.server(List.of("other.example"), days(0, 10)));
    Files.writeString(folder.resolve("users"), "# who may come\n");
    users = new UserFile(folder.resolve("users"), random);
    pumpPassword = users.addWithRandomPassword("pump", Set.of("device"));
    operatorPassword = users.addWithRandomPassword("ops", Set.of("operator"));
    Files.writeString(folder.resolve("acl.yaml"), ACL);
    Path yaml = Files.writeString(folder.resolve("edge.yaml"), YAML);
    gateway = new Gateway(EdgeConfigFile.load(yaml, List.of()), folder.resolve("journal"));
    addresses = gateway.open();
  }

  static SecureGateway start(Path folder) throws Exception {
    return new SecureGateway(folder);
  }

  static Validity days(int from, int until) {
    Instant now = Instant.now();
    return new Validity(
        now.plus(Duration.ofDays(from)).minusSeconds(60), now.plus(Duration.ofDays(until)));
  }

  void write(String name, Issued issued) throws Exception {
    // The key first: for a moment the two do not belong together, and that must do no harm.
    Files.writeString(folder.resolve(name + ".key"), issued.key());
    Files.writeString(folder.resolve(name + ".crt"), issued.certificate());
  }

  Authority authority() {
    return authority;
  }

  UserFile users() {
    return users;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String pumpPassword() {
    return pumpPassword;
  }

  String operatorPassword() {
    return operatorPassword;
  }

  int port(String listener) {
    return addresses.mqttPorts().get(LISTENERS.indexOf(listener));
  }

  int adminPort() {
    return addresses.adminPort();
  }

  /** Of a client that trusts the gateway's authority and shows nothing. */
  SSLContext trusting() throws Exception {
    return TestTls.context(file("ca.crt"));
  }

  /** Of a client that shows a certificate. */
  SSLContext showing(Issued issued) throws Exception {
    return TestTls.context(file("ca.crt"), issued);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
