package dev.sluice.inference.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@link OnnxTrial} and tells how it ended. */
final class Trial {
  private static final int SIGNALLED = 128;

  /** HUP, INT, KILL and TERM: somebody ended it, or a kernel that is short of memory did. */
  private static final Set<Integer> FROM_OUTSIDE = Set.of(1, 2, 9, 15);

  /**
   * What a JVM says when native code crashes. It then ends with 1, for it is told to leave no core:
   * the exit code alone does not tell.
   */
  private static final Pattern SIGNAL = Pattern.compile("#\\s+(SIG[A-Z]+) ");

  private final List<String> command;
  private final Duration patience;
  private final RunQueue runQueue;

  /**
   * @param command to which the file is added
   * @param patience after which it hangs, unless it has waited for a processor half of that time
   */
  Trial(List<String> command, Duration patience, RunQueue runQueue) {
    this.command = List.copyOf(command);
    this.patience = patience;
    this.runQueue = runQueue;
  }

  Trial(List<String> command, Duration patience) {
    this(command, patience, RunQueue.OF_THIS_MACHINE);
  }

  /** By a JVM like this one, with the native libraries that this one would take. */
  static Trial inChild(Duration patience) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=/dev/null"));
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("onnxruntime.") || name.equals("java.io.tmpdir"))
        .sorted()
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.add(OnnxTrial.class.getName());
    return new Trial(command, patience);
  }

  /** Waits for it. */
  Outcome of(Path graph) {
    List<String> line = new ArrayList<>(command);
    line.add(graph.toAbsolutePath().toString());
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    try {
      Process child = builder.start();
      try {
        return outcome(child);
      } finally {
        child.destroyForcibly();
      }
    } catch (IOException e) {
      return new Outcome.Untold("no child can be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Untold("interrupted");
    }
  }

  /** It says far less than a pipe holds: nothing waits for being read. */
  private Outcome outcome(Process child) throws IOException, InterruptedException {
    child.getOutputStream().close();
    if (!child.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return late(runQueue.waited(child.pid()));
    }
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return switch (child.exitValue()) {
      case 0 -> new Outcome.Ran();
      case OnnxTrial.NO_LIBRARY -> new Outcome.Broken("cannot be loaded: " + firstLine(said));
      default -> end(child.exitValue(), said);
    };
  }

  private Outcome late(Duration waited) {
    String late = "no answer within " + patience.toSeconds() + " s";
    boolean starved = waited.multipliedBy(2).compareTo(patience) >= 0;
    return starved
        ? new Outcome.Untold(
            "%s; it waited %d ms of that for a processor".formatted(late, waited.toMillis()))
        : new Outcome.Broken("hangs: " + late);
  }

  private static Outcome end(int exit, String said) {
    Matcher crash = SIGNAL.matcher(said);
    if (crash.find()) {
      return new Outcome.Broken("crashes with " + crash.group(1));
    }
    int signal = exit - SIGNALLED;
    if (signal <= 0) {
      return new Outcome.Untold(
          "the child ended with exit code %d: %s".formatted(exit, firstLine(said)));
    }
    return FROM_OUTSIDE.contains(signal)
        ? new Outcome.Untold("the child was ended by signal " + signal)
        : new Outcome.Broken("crashes with signal " + signal);
  }

  private static String firstLine(String said) {
    return said.lines().findFirst().orElse("it said nothing").strip();
  }
}
