package dev.sluice.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BrokerProcessIT {
  private static final Pinning UNPINNED = new Pinning(Optional.empty(), "not pinned in tests");

  @TempDir private Path folder;

  /** A program that is no broker. */
  private record Shell(String script) implements Peer {
    @Override
    public String name() {
      return "shell";
    }

    @Override
    public Optional<String> absence() {
      return Optional.empty();
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public String settings() {
      return "";
    }

    @Override
    public List<String> prepare(Path folder, int port, Heap heap) {
      return List.of("/bin/sh", "-c", script);
    }
  }

  @Test
  void tellsWhyABrokerDidNotStart() {
    assertThatThrownBy(
            () ->
                BrokerProcess.start(
                    new Shell("echo no such luck; exit 3"), folder, UNPINNED, Heap.USUAL))
        .isInstanceOf(PeerException.class)
        .hasMessage("shell ended with code 3 before it listened; its log ends: no such luck");
  }

  @Test
  void startsInAnEmptyFolder() throws Exception {
    MosquittoPeer mosquitto = new MosquittoPeer();
    assumeTrue(mosquitto.absence().isEmpty(), "no mosquitto here");
    Path old = Files.writeString(folder.resolve("old"), "left over");
    try (BrokerProcess broker = BrokerProcess.start(mosquitto, folder, UNPINNED, Heap.USUAL)) {
      assertThat(broker.isAlive()).isTrue();
      assertThat(broker.hasItsOwnCore()).isFalse();
      assertThat(ProcessUsage.of(broker.pid())).isPresent();
      assertThat(old).doesNotExist();
    }
  }

  @Test
  void isGoneAfterwards() throws Exception {
    MosquittoPeer mosquitto = new MosquittoPeer();
    assumeTrue(mosquitto.absence().isEmpty(), "no mosquitto here");
    BrokerProcess broker = BrokerProcess.start(mosquitto, folder, UNPINNED, Heap.USUAL);
    broker.close();
    assertThat(broker.isAlive()).isFalse();
    assertThat(mosquitto.version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void aPeerThatWasNotBuiltSaysHow() {
    assertThat(JvmPeer.hiveMq(folder).absence())
        .contains("not built: ./mvnw -f benchmarks/peers/pom.xml package");
    assertThat(new SluicePeer(folder, "").absence().orElseThrow()).contains("no launcher at");
  }
}
