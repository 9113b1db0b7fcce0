package dev.sluice.sim.demo;

import java.nio.file.Path;
import java.util.List;

/** A process that keeps a processor busy for nothing, as long as this one lives. */
final class Thief {
  /** Looks now and then whether its parent is still there: nobody may be left spinning. */
  private static final String SPIN =
      "while kill -0 %d 2>/dev/null; do i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; done";

  private final Children children;
  private final ProcessorSplit split;
  private final Path logs;
  private Child process;

  Thief(Children children, ProcessorSplit split, Path logs) {
    this.children = children;
    this.split = split;
    this.logs = logs;
  }

  /** From the gateway. */
  void steal() throws DemoException {
    String spin = SPIN.formatted(ProcessHandle.current().pid());
    process = children.start("thief", split.onGateway(List.of("sh", "-c", spin)), logs, line -> {});
  }

  void giveBack() {
    process.kill();
  }
}
