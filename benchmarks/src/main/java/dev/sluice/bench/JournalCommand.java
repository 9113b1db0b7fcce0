package dev.sluice.bench;

import dev.sluice.edge.journal.Journal;
import dev.sluice.edge.journal.JournalException;
import dev.sluice.edge.journal.SyncPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code sluice bench journal}: what the log alone can do on this disk. */
@Command(
    name = "journal",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The log without a broker before it: messages kept per second, fsync before each is done.",
      "The same messages as the durable cases of 'bench broker', for the ratio to them."
    },
    footer = {
      "",
      "Exit codes: 0 measured, 2 cannot start.",
      "",
      "Examples:",
      "  ./sluice bench journal"
    })
final class JournalCommand implements Callable<Integer> {
  private static final int CANNOT_START = 2;
  private static final int PAYLOAD_BYTES = 200;
  private static final List<Integer> IN_FLIGHT = List.of(100, 2_000);
  private static final long BYTES_MAX = 1L << 30;
  private static final int SEGMENT_BYTES = 4 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long each is measured, after as long to warm up (default: 5).")
  private int seconds;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "${sys:java.io.tmpdir}",
      description = "Where: on the disk that is to be measured.")
  private Path folder;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      for (int inFlight : IN_FLIGHT) {
        run(inFlight);
        out.printf(
            "journal alone, %,d in flight, %d B: %,.0f messages/s%n",
            inFlight, PAYLOAD_BYTES, run(inFlight));
        out.flush();
      }
      return 0;
    } catch (IOException | JournalException e) {
      spec.commandLine().getErr().println("bench: " + e.getMessage());
      return CANNOT_START;
    }
  }

  private double run(int inFlight) throws IOException, JournalException, InterruptedException {
    Path place = Files.createTempDirectory(folder, "sluice-bench-journal");
    Journal.Settings settings = new Journal.Settings(SyncPolicy.FSYNC, BYTES_MAX, SEGMENT_BYTES);
    try (Journal journal =
        Journal.open(place, settings, System::nanoTime, System::currentTimeMillis)) {
      RawJournal load = new RawJournal(journal, inFlight, PAYLOAD_BYTES);
      double perSecond = load.run(Duration.ofSeconds(seconds));
      if (load.refused()) {
        throw new IOException(place + ": the journal refused: " + journal.stats().refusing());
      }
      return perSecond;
    } finally {
      TemporaryFolder.delete(place);
    }
  }
}
