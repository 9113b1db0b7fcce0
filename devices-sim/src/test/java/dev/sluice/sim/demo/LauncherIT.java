package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LauncherIT {
  @TempDir private Path folder;
  private FakeCheckout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "the launcher needs bash at /bin/bash");
    checkout = new FakeCheckout(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "edge, edge-node, dev.sluice.edge.EdgeNode",
    "journal, edge-node, dev.sluice.edge.JournalCommand",
    "sim, devices-sim, dev.sluice.sim.Sim",
    "status, devices-sim, dev.sluice.status.StatusCommand",
    "top, devices-sim, dev.sluice.status.TopCommand",
    "fleet, devices-sim, dev.sluice.status.FleetCommand",
    "train, model-trainer, dev.sluice.trainer.Trainer"
  })
  void buildsWhatAProgramNeedsAndBecomesIt(String command, String module, String main)
      throws Exception {
    Process process = checkout.start(Map.of(), command, "--set", "a=b c");
    FakeCheckout.Launch launch = FakeCheckout.end(process);
    assertThat(checkout.builds())
        .containsExactly("-q -B -ntp -DskipTests -pl " + module + " -am package");
    assertThat(launch.err()).contains("sluice: building " + module);
    assertThat(launch.exitCode()).as("the program's own").isEqualTo(7);
    assertThat(launch.out().lines())
        .contains("pid " + process.pid(), main, "-XX:+UseSerialGC")
        .endsWith("--set", "a=b c");
    assertThat(launch.out()).contains(checkout.root().resolve(module) + "/target/lib/*");
  }

  @Test
  void theCloudBridgeBringsItsEngines() throws Exception {
    FakeCheckout.Launch launch = checkout.launch("cloud");
    assertThat(checkout.builds())
        .containsExactly(
            "-q -B -ntp -DskipTests"
                + " -pl target-redis,target-kafka,target-rabbitmq,cloud-bridge -am package");
    assertThat(launch.out())
        .contains("dev.sluice.cloud.CloudBridge", "cloud-bridge/target/lib/*", "target-redis");
  }

  @Test
  void theDemonstrationNeedsAllPrograms() throws Exception {
    checkout.launch("demo", "--seconds", "5");
    assertThat(checkout.builds())
        .containsExactly(
            "-q -B -ntp -DskipTests -pl edge-node,cloud-bridge,devices-sim -am package");
    checkout.launch("edge");
    checkout.launch("sim");
    assertThat(checkout.builds()).as("everything was there").hasSize(1);
  }

  @Test
  void theBenchmarkNeedsTheEdgeNodeAndOtherBrokersThatMayFail() throws Exception {
    FakeCheckout.Launch micro = checkout.launch("bench", "micro");
    assertThat(checkout.builds())
        .containsExactly("-q -B -ntp -DskipTests -pl edge-node,benchmarks -am package");
    assertThat(micro.out()).contains("dev.sluice.bench.Bench", "benchmarks/target/lib/*");
    checkout.launch("bench", "broker");
    checkout.launch("bench", "broker");
    assertThat(checkout.builds())
        .as("the other brokers are built once, for the command that runs them")
        .hasSize(2)
        .last()
        .isEqualTo("-q -B -ntp -f benchmarks/peers/pom.xml package");
  }

  @Test
  void theBenchmarkRunsWithoutTheOtherBrokers() throws Exception {
    checkout.launch("bench", "micro");
    checkout.breakTheBuild();
    FakeCheckout.Launch launch = checkout.launch("bench", "broker");
    assertThat(launch.exitCode()).as("the program's own").isEqualTo(7);
    assertThat(launch.err()).contains("they could not be built, see above, and will be skipped");
  }

  @Test
  void buildsAgainOnlyWhatIsOlderThanItsSources() throws Exception {
    checkout.launch("demo");
    checkout.launch("cloud");
    checkout.change("broker-core");
    checkout.launch("cloud");
    assertThat(checkout.builds()).as("the cloud does without the edge's broker").hasSize(2);
    checkout.launch("edge");
    assertThat(checkout.builds()).hasSize(3);
    checkout.launch("edge");
    assertThat(checkout.builds()).as("nothing changed since, though the jar did not").hasSize(3);
    checkout.delete("config");
    checkout.launch("edge");
    assertThat(checkout.builds()).as("a deleted source is a change").hasSize(4);
  }

  @Test
  void twoLaunchesAtOnceBuildOnce() throws Exception {
    Process one = checkout.start(Map.of(), "demo");
    Process two = checkout.start(Map.of(), "demo");
    assertThat(FakeCheckout.end(one).exitCode()).isEqualTo(7);
    assertThat(FakeCheckout.end(two).exitCode()).isEqualTo(7);
    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void aFailedBuildStartsNothingAndIsTriedAgain() throws Exception {
    checkout.breakTheBuild();
    FakeCheckout.Launch launch = checkout.launch("edge");
    assertThat(launch.exitCode()).isEqualTo(2);
    assertThat(launch.out()).isEmpty();
    assertThat(launch.err()).contains("sluice: the build failed");
    checkout.launch("edge");
    assertThat(checkout.builds()).hasSize(2);
  }

  @Test
  void childrenOfTheDemonstrationDoNotBuild() throws Exception {
    Map<String, String> environment = Map.of("SLUICE_NO_BUILD", "1");
    FakeCheckout.Launch early = checkout.launch(environment, "edge");
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.err()).contains("edge-node-0.1.0-SNAPSHOT.jar is missing");
    checkout.launch("edge");
    checkout.change("edge-node");
    assertThat(checkout.launch(environment, "edge").exitCode()).isEqualTo(7);
    assertThat(checkout.builds()).hasSize(1);
  }

  @Test
  void tellsTheProgramWhereItsConfigurationIs() throws Exception {
    assertThat(checkout.launch("edge").out().lines())
        .contains("-Dsluice.home=" + checkout.root(), "-Dsluice.terminal=false");
  }

  @Test
  void addsTheUsersOptionsLast() throws Exception {
    List<String> words =
        checkout.launch(Map.of("SLUICE_JAVA_OPTS", "-Xmx1g -Dx=y"), "edge").out().lines().toList();
    assertThat(words).containsSubsequence("-Xmx128m", "-Xmx1g", "-Dx=y", "-cp");
  }

  @Test
  void asksForConsentOnlyWhereTheJdkKnowsIt() throws Exception {
    assertThat(checkout.launch("edge").out()).doesNotContain("native-access", "unsafe");
    checkout.javaOfRelease("25.0.1");
    assertThat(checkout.launch("edge").out())
        .contains("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.0.2", "1.8.0_392", "16"})
  void refusesAnOlderJava(String version) throws Exception {
    checkout.javaOfRelease(version);
    FakeCheckout.Launch launch = checkout.launch("edge");
    assertThat(launch.exitCode()).isEqualTo(2);
    assertThat(launch.err()).contains("a JDK 17 or newer is needed").hasLineCount(1);
  }

  @Test
  void buildingNeedsACompiler() throws Exception {
    checkout.withoutCompiler();
    FakeCheckout.Launch launch = checkout.launch("edge");
    assertThat(launch.exitCode()).isEqualTo(2);
    assertThat(launch.err()).contains("there is no javac beside it").hasLineCount(1);
    assertThat(checkout.builds()).isEmpty();
  }

  @Test
  void aHomeWithoutJavaIsNamed() throws Exception {
    FakeCheckout.Launch launch = checkout.launch(Map.of("JAVA_HOME", folder.toString()), "edge");
    assertThat(launch.exitCode()).isEqualTo(2);
    assertThat(launch.err()).contains("JAVA_HOME=" + folder + " holds no bin/java");
  }

  @Test
  void explainsItself() throws Exception {
    FakeCheckout.Launch launch = checkout.launch("--help");
    assertThat(launch.exitCode()).isZero();
    assertThat(launch.out()).contains("usage: ./sluice COMMAND", "demo", "train");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fly", "Edge"})
  void anUnknownCommandIsRefused(String command) throws Exception {
    FakeCheckout.Launch launch = checkout.launch(command);
    assertThat(launch.exitCode()).isEqualTo(2);
    assertThat(launch.err()).endsWith("'" + command + "' is no command\n");
  }
}
