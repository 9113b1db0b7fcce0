package dev.sluice.edge.doctor;

import dev.sluice.config.DataSize;
import dev.sluice.doctor.Finding;
import dev.sluice.edge.config.EdgeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether what the node may take fits into the machine, and its limits into what it may take. */
public final class Memory implements Check {
  private static final String SUBJECT = "memory";
  private static final long MB = 1 << 20;

  /** Code, classes, stacks and the C library of a node without models, about. */
  private static final long BESIDE_CAPS = 48 * MB;

  /** Of the model runtime, loaded. */
  private static final long RUNTIME = 48 * MB;

  /** Files that are not sockets of clients. */
  private static final int OTHER_FILES = 200;

  private final EdgeConfig config;
  private final MachineLimits machine;
  private final JvmCaps caps;

  public Memory(EdgeConfig config, MachineLimits machine, JvmCaps caps) {
    this.config = config;
    this.machine = machine;
    this.caps = caps;
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(machine());
    heap().ifPresent(findings::add);
    files().ifPresent(findings::add);
    return findings;
  }

  private long needed() {
    long models = config.inference().models().isEmpty() ? 0 : RUNTIME;
    return caps.heapBytes() + caps.directBytes() + BESIDE_CAPS + models;
  }

  private Finding machine() {
    OptionalLong total = machine.memoryBytes();
    if (total.isEmpty()) {
      return Finding.ok(SUBJECT, "machine", "how much it has cannot be told here");
    }
    String where = machine.isGroup() ? "limit of this process group" : "machine";
    String what =
        "%d MB; the node takes up to %d MB (heap %d, buffers %d, the rest beside them)"
            .formatted(
                total.getAsLong() / MB,
                needed() / MB,
                caps.heapBytes() / MB,
                caps.directBytes() / MB);
    if (needed() <= total.getAsLong()) {
      return Finding.ok(SUBJECT, where, what);
    }
    long heap = Math.max(32, (caps.heapBytes() - (needed() - total.getAsLong())) / MB);
    return Finding.fault(
        SUBJECT,
        where,
        what + ": it will be killed under load",
        "raise the limit to %d MB, or SLUICE_JAVA_OPTS=-Xmx%dm".formatted(needed() / MB, heap));
  }

  /** What the limits allow to stay in memory at once is no more than three quarters of the heap. */
  private Optional<Finding> heap() {
    long held =
        config.limits().memory().map(DataSize::bytes).orElse(0L)
            + config.limits().unansweredSize().bytes();
    if (held <= caps.heapBytes() / 4 * 3) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            SUBJECT,
            "limits",
            "memory and unanswered-size may take %d MB of a heap of %d MB"
                .formatted(held / MB, caps.heapBytes() / MB),
            "lower them, or SLUICE_JAVA_OPTS=-Xmx%dm".formatted(held / MB * 2)));
  }

  private Optional<Finding> files() {
    long wanted = (long) config.limits().connections() + OTHER_FILES;
    OptionalLong open = machine.openFiles();
    if (open.isEmpty() || open.getAsLong() >= wanted) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            SUBJECT,
            "open files",
            "%d at most, and limits.connections promises %d clients"
                .formatted(open.getAsLong(), config.limits().connections()),
            "ulimit -n %d before the start (systemd: LimitNOFILE=%d), or lower limits.connections"
                .formatted(wanted, wanted)));
  }
}
