package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.peer.Heap;
import dev.sluice.bench.peer.Peer;
import dev.sluice.bench.trial.Case;
import dev.sluice.bench.trial.Catalogue;
import dev.sluice.bench.trial.Timing;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Its exit code, by brokers that end as soon as they are started. */
class ComparisonTest {
  private static final Timing MOMENT =
      new Timing(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(1));

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();

  private record Broken(String name) implements Peer {
    @Override
    public Optional<String> absence() {
      return Optional.empty();
    }

    @Override
    public String version() {
      return "0";
    }

    @Override
    public String settings() {
      return "";
    }

    @Override
    public List<String> prepare(Path folder, int port, Heap heap) {
      return List.of("sh", "-c", "exit 1");
    }
  }

  private int run(String name) throws InterruptedException {
    List<Case> one =
        Catalogue.all(10, 10).stream().filter(each -> each.isCalled("fan-in-one-q0")).toList();
    PrintWriter writer = new PrintWriter(out, true);
    return new Comparison(one, List.of(new Broken(name)), MOMENT, 1, folder)
        .run(writer, writer, new Comparison.Outputs(Optional.empty(), Optional.empty()));
  }

  @Test
  void endsWithOneWhenSluiceFailsACaseAndTellsIt() throws InterruptedException {
    assertThat(run("sluice")).as(out.toString()).isEqualTo(1);
    assertThat(out.toString()).contains("fan-in-one-q0", "sluice", "FAILED: ");
  }

  @Test
  void endsWithZeroWhenAnotherFails() throws InterruptedException {
    assertThat(run("other")).as(out.toString()).isZero();
    assertThat(out.toString()).contains("other", "FAILED: ");
  }
}
