package dev.sluice.handbook;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Types a document's commands one after the other, as somebody would who follows it. What was
 * started in the background is stopped at the next section, or when the same program is started
 * again. Commands that report findings may end with 1.
 */
final class Reader {
  private static final long SECONDS_MAX = 60;
  private static final long STOP_SECONDS_MAX = 20;
  private static final List<String> PROGRAMS = List.of("edge", "cloud");
  private static final Pattern PROGRAM = Pattern.compile("\\./sluice (edge|cloud)\\b.*&");
  private static final Pattern REPORTS =
      Pattern.compile("\\./sluice (doctor|status|top|config diff)\\b.*");

  private final Shell shell;
  private final Map<String, ProcessHandle> running = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> notRun = new ArrayList<>();
  private int run;
  private int section;

  Reader(Shell shell) {
    this.shell = shell;
  }

  void follow(Document document) throws IOException, InterruptedException {
    for (Document.Command command : document.commands()) {
      if (command.section() != section) {
        stopAll();
        section = command.section();
      }
      String place = document.path().getFileName() + ":" + command.line() + ": " + command.text();
      Optional<String> reason = NotHere.reason(command);
      if (reason.isPresent()) {
        notRun.add(place + "  (" + reason.get() + ")");
      } else {
        run++;
        type(command).ifPresent(why -> failures.add(place + "\n" + why));
      }
    }
    stopAll();
  }

  /** What went wrong. */
  private Optional<String> type(Document.Command command) throws IOException, InterruptedException {
    if (command.text().equals(Document.STOP)) {
      stopAll();
      return Optional.empty();
    }
    Matcher program = PROGRAM.matcher(command.text());
    if (program.matches()) {
      stop(program.group(1));
    }
    Shell.Ended ended = shell.type(command.text(), SECONDS_MAX);
    if (command.isBackground()) {
      return started(program.matches() ? program.group(1) : command.text(), ended);
    }
    Set<Integer> expected =
        REPORTS.matcher(command.text()).matches()
            ? new TreeSet<>(List.of(command.exitCode(), 0, 1))
            : Set.of(command.exitCode());
    return expected.contains(ended.exitCode())
        ? Optional.empty()
        : Optional.of(
            "exit code %d, expected %s:\n%s".formatted(ended.exitCode(), expected, ended.text()));
  }

  private Optional<String> started(String name, Shell.Ended ended)
      throws IOException, InterruptedException {
    Optional<ProcessHandle> process = ProcessHandle.of(ended.pid());
    process.ifPresent(handle -> running.put(name, handle));
    if (!PROGRAMS.contains(name)) {
      return Optional.empty();
    }
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(SECONDS_MAX))
          .until(
              () ->
                  ended.text().contains("ready mqtt=")
                      || process.filter(ProcessHandle::isAlive).isEmpty());
    } catch (ConditionTimeoutException e) {
      return Optional.of("not ready after " + SECONDS_MAX + " s:\n" + ended.text());
    }
    return ended.text().contains("ready mqtt=")
        ? Optional.empty()
        : Optional.of("has ended:\n" + ended.text());
  }

  /** The last one first: clients before the broker that they would look for. */
  private void stopAll() throws InterruptedException {
    List<String> names = new ArrayList<>(running.keySet());
    Collections.reverse(names);
    for (String name : names) {
      stop(name);
    }
  }

  /** Our programs close what they have open; what else was typed need not. */
  private void stop(String name) throws InterruptedException {
    ProcessHandle process = running.remove(name);
    if (process == null) {
      return;
    }
    if (PROGRAMS.contains(name)) {
      process.destroy();
    } else {
      process.destroyForcibly();
    }
    try {
      process.onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      failures.add(name + ": has not ended " + STOP_SECONDS_MAX + " s after it was asked to");
      process.destroyForcibly();
    }
  }

  List<String> failures() {
    return failures;
  }

  List<String> notRun() {
    return notRun;
  }

  int run() {
    return run;
  }
}
