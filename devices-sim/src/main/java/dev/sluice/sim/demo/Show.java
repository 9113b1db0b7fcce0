package dev.sluice.sim.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whole demonstration: its runs one after the other, the report, and the verdict.
 *
 * @param requirements bounds that the report has to keep
 * @param report where it goes, if anywhere
 * @param keptLogs where the programs' logs stay; empty: a temporary folder that only a failure
 *     keeps
 */
record Show(
    Plan plan,
    List<Placement> placements,
    List<Requirement> requirements,
    Optional<Path> report,
    Optional<Path> keptLogs) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int FAILED = 1;

  Show {
    placements = List.copyOf(placements);
    requirements = List.copyOf(requirements);
  }

  /** The exit code: 0 where everything held. */
  int perform(View view, PrintWriter out, PrintWriter err) throws InterruptedException {
    try {
      return perform(LogFolder.open(keptLogs), view, out, err);
    } catch (DemoException e) {
      err.println("demo: " + e.getMessage());
      return FAILED;
    }
  }

  private int perform(LogFolder logs, View view, PrintWriter out, PrintWriter err)
      throws DemoException, InterruptedException {
    Children children = new Children();
    Thread onSignal = new Thread(() -> stop(children, logs), "demo-stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try (children) {
      return perform(children, logs, view, out, err);
    } finally {
      withdraw(onSignal);
    }
  }

  private int perform(
      Children children, LogFolder logs, View view, PrintWriter out, PrintWriter err)
      throws DemoException, InterruptedException {
    try {
      List<String> wrong = conclude(new Comparison(run(children, logs, view)), out);
      if (wrong.isEmpty()) {
        logs.discard();
        return 0;
      }
      wrong.forEach(line -> err.println("demo: " + line));
      err.println("demo: the programs' logs are in " + logs.path());
      return FAILED;
    } catch (DemoException e) {
      // A signal stops the children first; what that looks like from here is no failure.
      if (children.isClosed()) {
        return FAILED;
      }
      throw e;
    }
  }

  private static void stop(Children children, LogFolder logs) {
    children.close();
    try {
      logs.discard();
    } catch (DemoException e) {
      // The process ends here, and a temporary folder is left to the system.
    }
  }

  private static void withdraw(Thread onSignal) {
    try {
      Runtime.getRuntime().removeShutdownHook(onSignal);
    } catch (IllegalStateException e) {
      // It is running: the process ends with it.
    }
  }

  private List<RunResult> run(Children children, LogFolder logs, View view)
      throws DemoException, InterruptedException {
    List<RunResult> results = new ArrayList<>();
    for (Placement placement : placements) {
      Path folder = logs.path().resolve(placement.word());
      results.add(new Run(plan, placement, folder, children, view).execute());
    }
    return results;
  }

  private List<String> conclude(Comparison comparison, PrintWriter out) throws DemoException {
    Summary.of(comparison.runs().get(0)).forEach(out::println);
    if (comparison.runs().size() > 1) {
      out.println();
      comparison.table().forEach(out::println);
    }
    ObjectNode merged = comparison.report();
    List<String> wrong = new ArrayList<>();
    comparison.runs().forEach(run -> wrong.addAll(run.faults()));
    wrong.addAll(comparison.losses());
    requirements.forEach(bound -> bound.broken(merged).ifPresent(wrong::add));
    if (report.isPresent()) {
      write(merged, report.get());
      out.println("Report: " + report.get());
    }
    out.flush();
    return wrong;
  }

  private static void write(ObjectNode merged, Path file) throws DemoException {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      JSON.writeValue(file, merged);
    } catch (IOException | JacksonException e) {
      throw new DemoException("cannot write the report " + file + ": " + e.getMessage(), e);
    }
  }
}
