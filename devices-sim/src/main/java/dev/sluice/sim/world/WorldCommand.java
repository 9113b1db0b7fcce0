package dev.sluice.sim.world;

import dev.sluice.sim.world.actor.Seams;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice sim world}: one world per seed, each judged event by event. */
@Command(
    name = "world",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the cores of edge and cloud with simulated clients, links, workers and faults on one",
      "thread, one world per seed, and checks what must hold after every event."
    },
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 everything held, 1 a rule was broken, 2 the run could not start.",
      "",
      "Examples:",
      "  ./sluice sim world --seeds 100",
      "  ./sluice sim world --seed 4711 --trace"
    })
public final class WorldCommand implements Callable<Integer> {
  private static final int BROKEN = 1;
  private static final int CANNOT_WRITE = 2;
  private static final int EXPLAINED_MAX = 5;
  private static final long PROGRESS_NANOS = 5_000_000_000L;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many worlds (default: ${DEFAULT-VALUE}).")
  private long seeds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The first seed; the others follow it (default: ${DEFAULT-VALUE}).")
  private long first;

  @Option(names = "--trace", description = "Print every event; the same seed, the same lines.")
  private boolean trace;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures here.")
  private Optional<Path> json = Optional.empty();

  private final Supplier<Seams> seams;
  private final Figures figures = new Figures();
  private final List<Verdict> broken = new ArrayList<>();
  private PrintWriter out;
  private long startNanos;
  private long progressNanos;

  public WorldCommand() {
    this(Seams::new);
  }

  /**
   * @param seams of each world
   */
  WorldCommand(Supplier<Seams> seams) {
    this.seams = seams;
  }

  @Override
  public Integer call() {
    if (seeds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seeds: must be at least 1 (found " + seeds + ")");
    }
    out = spec.commandLine().getOut();
    startNanos = System.nanoTime();
    progressNanos = startNanos;
    Optional<Consumer<String>> listener = trace ? Optional.of(out::println) : Optional.empty();
    for (long seed = first; seed < first + seeds; seed++) {
      take(Verdict.of(seed, seams.get(), listener));
    }
    long elapsedNanos = System.nanoTime() - startNanos;
    FiguresText.of(figures, elapsedNanos, cpuNanos()).forEach(out::println);
    out.flush();
    return written(elapsedNanos) ? exitCode() : CANNOT_WRITE;
  }

  /** What this thread has computed: on a shared machine the wall says little. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private int exitCode() {
    return figures.broken() == 0 ? 0 : BROKEN;
  }

  private void take(Verdict verdict) {
    figures.add(verdict);
    if (verdict.broken().isPresent()) {
      broken.add(verdict);
      List<String> lines = verdict.explanation();
      (broken.size() <= EXPLAINED_MAX ? lines : lines.subList(0, 2)).forEach(out::println);
      out.flush();
    }
    long now = System.nanoTime();
    if (now - progressNanos >= PROGRESS_NANOS) {
      progressNanos = now;
      out.println(
          String.format(
              Locale.ROOT,
              "%,d of %,d seeds, %,d broken, %,d events/s",
              figures.seeds(),
              seeds,
              figures.broken(),
              (long) (figures.events() / ((now - startNanos) / 1e9))));
      out.flush();
    }
  }

  private boolean written(long elapsedNanos) {
    if (json.isEmpty()) {
      return true;
    }
    try {
      FiguresJson.write(json.get(), figures, broken, elapsedNanos);
      return true;
    } catch (IOException e) {
      spec.commandLine().getErr().println("--json: cannot write " + json.get() + ": " + e);
      return false;
    }
  }
}
