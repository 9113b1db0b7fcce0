package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchTest {
  private static final int BAD_USAGE = 2;

  @TempDir private Path home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine commandLine = Bench.commandLine(home);
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commandLine.execute(arguments);
  }

  @Test
  void listsTheCases() {
    assertThat(run("broker", "--list")).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.startsWith("fan-in   fan-in-q0        50 to 1, QoS 0, 64 B"))
        .anyMatch(line -> line.startsWith("idle     idle             9000 connections"))
        .hasSize(34);
  }

  @Test
  void aWordThatMeansNoCaseIsRefused() {
    assertThat(run("broker", "--scenarios", "fan-in,fanout")).isEqualTo(BAD_USAGE);
    assertThat(err.toString())
        .startsWith("--scenarios: nothing is called 'fanout'; --list names all cases");
  }

  @Test
  void anUnknownPeerIsRefused() {
    assertThat(run("broker", "--peers", "sluice,emqx")).isEqualTo(BAD_USAGE);
    assertThat(err.toString())
        .startsWith("--peers: 'emqx' is none of [sluice, mosquitto, hivemq, moquette]");
  }

  @Test
  void numbersAreAtLeastOne() {
    assertThat(run("broker", "--rounds", "0")).isEqualTo(BAD_USAGE);
    assertThat(err.toString()).startsWith("--rounds must be at least 1, found 0");
  }

  @Test
  void saysWhatCanBeMeasured() {
    assertThat(run()).isEqualTo(BAD_USAGE);
    assertThat(err.toString()).contains("broker, micro, journal or footprint");
  }

  @Test
  void aFilterThatIsNoRegularExpressionIsRefused() {
    assertThat(run("micro", "--filter", "(")).isEqualTo(BAD_USAGE);
    assertThat(err.toString()).startsWith("--filter: '(' is no regular expression: ");
  }

  @Test
  void footprintSaysWhatIsNotUnpacked() {
    run("footprint", "--package", home.toString(), "--rounds", "0");
    assertThat(out.toString())
        .contains("sluice is skipped: no " + home.resolve("bin/sluice-edge"))
        .contains("unpack the edge node's tarball there");
  }
}
