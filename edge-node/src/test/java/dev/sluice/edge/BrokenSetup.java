package dev.sluice.edge;

import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Issued;
import dev.sluice.tls.Authority.Validity;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A folder with a set-up that works until a test breaks something, and the doctor for it. */
final class BrokenSetup {
  final Instant now = Instant.now();

  private final Path folder;
  private final SecureRandom random = new SecureRandom();
  private Clock clock = Clock.systemUTC();

  /** What the doctor said. */
  record Said(int exit, String text, JsonObject json) {}

  BrokenSetup(Path folder) throws Exception {
    this.folder = folder;
    yaml("");
    Files.writeString(file("policy.yaml"), "routes: []\n");
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * @param more sections of the configuration
   */
  void yaml(String more) throws Exception {
    Files.writeString(
        file("edge.yaml"),
        """
        node: {id: patient}
        admin: {port: 0}
        policy: policy.yaml
        journal: {dir: journal}
        """
            + (more.contains("uplink:") ? "" : "uplink: {enabled: false}\n")
            + (more.contains("listener") ? "" : "listener: {port: 0}\n")
            + more);
  }

  void policy(String text) throws Exception {
    Files.writeString(file("policy.yaml"), text);
  }

  /** A model that works. */
  void model() throws Exception {
    Path models = Path.of(System.getProperty("sluice.root"), "config", "models");
    for (String name : List.of("vibration-light.onnx", "vibration-light.model.yaml")) {
      Files.copy(models.resolve(name), file(name));
    }
    yaml("inference: {models: [vibration-light.model.yaml]}\n");
  }

  /** TLS for devices, on every address. */
  void tls(String... hosts) throws Exception {
    Validity year = new Validity(now.minusSeconds(60), now.plus(Duration.ofDays(365)));
    Authority authority = Authority.create("Authority", year, random);
    write("ca", authority.own());
    write("server", authority.server(List.of(hosts), year));
    Files.writeString(file("users"), "");
    Files.setPosixFilePermissions(file("users"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file("acl.yaml"), SecureGateway.ACL);
    yaml(
        """
        listener:
          host: 0.0.0.0
          port: 0
          tls:
            certificate: server.crt
            key: server.key
            client-certificates: optional
            client-ca: ca.crt
        access: {users: users, acl: acl.yaml}
        """);
  }

  void write(String name, Issued issued) throws Exception {
    Files.writeString(file(name + ".crt"), issued.certificate());
    Files.writeString(file(name + ".key"), issued.key());
    Files.setPosixFilePermissions(
        file(name + ".key"), PosixFilePermissions.fromString("rw-------"));
  }

  void itIs(Instant other) {
    clock = Clock.fixed(other, ZoneOffset.UTC);
  }

  /** A port that this process listens on. */
  static ServerSocket occupied() throws Exception {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  Said doctor(String... arguments) {
    List<String> words = new ArrayList<>(List.of("--config", file("edge.yaml").toString()));
    words.addAll(List.of(arguments));
    StringWriter text = new StringWriter();
    int exit = execute(text, words);
    StringWriter json = new StringWriter();
    words.add("--json");
    execute(json, words);
    return new Said(exit, text.toString(), new JsonObject(json.toString()));
  }

  private int execute(StringWriter out, List<String> words) {
    return DoctorCommand.commandLine(clock)
        .setOut(new PrintWriter(out, true))
        .execute(words.toArray(String[]::new));
  }
}
