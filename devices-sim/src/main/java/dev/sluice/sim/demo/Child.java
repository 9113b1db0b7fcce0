package dev.sluice.sim.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A program that runs as a process of its own. Its errors go to a log file; its output goes there
 * too, line by line, and to whoever listens.
 */
final class Child {
  private static final String READY = "ready ";
  private static final int LOG_LINES_SHOWN = 12;
  private static final String JAVA_OPTIONS = "SLUICE_JAVA_OPTS";

  /**
   * In the first minute the second compiler takes a fifth of two processors from the models, which
   * are native code and gain nothing by it. What the user asks for comes behind and wins.
   */
  private static final String QUICK_TO_COMPILE = "-XX:TieredStopAtLevel=1 ";

  private final String name;
  private final Process process;
  private final Path log;
  private final CompletableFuture<ReadyLine> ready = new CompletableFuture<>();

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * @param onLine called from the child's own reading thread with each line but the ready one
   */
  static Child start(String name, List<String> command, Path logs, Consumer<String> onLine)
      throws DemoException {
    Path log = logs.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    // The launcher of this process has built them all.
    builder.environment().put("SLUICE_NO_BUILD", "1");
    builder.environment().merge(JAVA_OPTIONS, QUICK_TO_COMPILE, (asked, quick) -> quick + asked);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      Child child = new Child(name, builder.start(), log);
      child.process.getOutputStream().close();
      Thread reader = new Thread(() -> child.read(onLine), name + "-output");
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException e) {
      throw new DemoException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  private void read(Consumer<String> onLine) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Writer copy =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      String line;
      while ((line = lines.readLine()) != null) {
        copy.write(line + System.lineSeparator());
        copy.flush();
        if (line.startsWith(READY)) {
          ready.complete(ReadyLine.parse(line));
        } else {
          onLine.accept(line);
        }
      }
    } catch (IOException e) {
      // The child is gone, which its exit tells.
    }
    ready.completeExceptionally(new IOException(name + " ended its output"));
  }

  /** Waits for the line that says that the program serves. */
  ReadyLine awaitReady(Duration limit) throws DemoException, InterruptedException {
    try {
      return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failure("was not ready within " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      // Its output ends a moment before the process does.
      process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      throw endedEarly();
    }
  }

  /** False where the time was over first. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  int exitCode() {
    return process.exitValue();
  }

  String name() {
    return name;
  }

  void askToStop() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  DemoException endedEarly() {
    String how = process.isAlive() ? "closed its output" : "ended with code " + exitCode();
    return failure(how + " before the demonstration did");
  }

  /** The failure of this child with the end of its log. */
  DemoException failure(String what) {
    return new DemoException(
        "%s %s; the end of its log %s:%n%s".formatted(name, what, log, lastLines()));
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
      return "  " + String.join(System.lineSeparator() + "  ", last);
    } catch (IOException e) {
      return "  (cannot be read: " + e.getMessage() + ")";
    }
  }
}
