package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.status.StatusCommand;
import dev.sluice.status.TopCommand;
import dev.sluice.tls.Authority;
import dev.sluice.tls.Authority.Issued;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How a real node is, asked by its own configuration: HTTPS and a token included. */
class StatusIT {
  private static final long SECONDS_MAX = 30;

  @TempDir Path folder;
  private Gateway gateway;
  private Path config;
  private int port;

  @BeforeEach
  void start() throws Exception {
    Authority authority =
        Authority.create("Test authority", SecureGateway.days(0, 1), new SecureRandom());
    write("a", authority.server(List.of("gateway.example"), SecureGateway.days(0, 1)));
    write("b", authority.server(List.of("gateway.example"), SecureGateway.days(0, 1)));
    Files.writeString(folder.resolve("token"), "0123456789abcdef0123\n");
    config =
        Files.writeString(
            folder.resolve("edge.yaml"),
            """
            node: {id: gateway-9}
            listener: {port: 0}
            admin: {port: 0, token-file: token, tls: {certificate: a.crt, key: a.key}}
            durability: memory
            uplink: {enabled: false}
            """);
    gateway = new Gateway(EdgeConfigFile.load(config, List.of()), folder.resolve("journal"));
    port = gateway.open().adminPort();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void write(String name, Issued issued) throws Exception {
    Files.writeString(folder.resolve(name + ".crt"), issued.certificate());
    Files.writeString(folder.resolve(name + ".key"), issued.key());
  }

  private int run(CommandLine command, StringWriter out, String... more) {
    List<String> words = new ArrayList<>(List.of("--config", config.toString()));
    words.addAll(List.of("--set", "admin.port=" + port));
    words.addAll(List.of(more));
    return command.setOut(new PrintWriter(out)).execute(words.toArray(String[]::new));
  }

  @Test
  void aNodeThatServesIsHealthy() {
    await()
        .untilAsserted(
            () -> {
              StringWriter out = new StringWriter();
              assertThat(run(StatusCommand.commandLine(), out)).as(out.toString()).isZero();
              assertThat(out.toString())
                  .contains("gateway-9, version ", ": healthy", "uplink      disabled")
                  .contains("journal     none: durability is memory");
            });
  }

  @Test
  void anotherCertificateIsNotTrusted() {
    StringWriter out = new StringWriter();
    int exit = run(StatusCommand.commandLine(), out, "--set", "admin.tls.certificate=b.crt");
    assertThat(exit).isEqualTo(4);
    assertThat(out.toString()).contains("no TLS with the certificate of admin.tls");
  }

  @Test
  void topShowsRatesOfARealNode() {
    StringWriter out = new StringWriter();
    assertThat(run(TopCommand.commandLine(), out, "--once", "--interval", "0.3")).isZero();
    assertThat(out.toString()).contains("received 0 (0/s)");
  }

  @Test
  void controlCLeavesTheTerminalAsItWas() throws Exception {
    Path out = folder.resolve("out");
    Process top =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsluice.terminal=true",
                "-cp",
                System.getProperty("java.class.path"),
                TopCommand.class.getName(),
                "--config=" + config,
                "--set=admin.port=" + port)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      await()
          .atMost(SECONDS_MAX, TimeUnit.SECONDS)
          .until(() -> Files.readString(out).contains("gateway-9"));
      new ProcessBuilder("kill", "-INT", Long.toString(top.pid())).start().waitFor();
      assertThat(top.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
      assertThat(top.exitValue()).isZero();
      assertThat(Files.readString(out))
          .contains("\033[?1049h\033[?25l\033[H")
          .endsWith("\033[?25h\033[?1049l");
    } finally {
      top.destroyForcibly();
    }
  }
}
