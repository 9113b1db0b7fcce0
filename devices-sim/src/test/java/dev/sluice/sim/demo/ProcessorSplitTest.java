package dev.sluice.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom which processors serve. */
class ProcessorSplitTest {
  private static final List<String> COMMAND =
      List.of("sh", "-c", "grep Cpus_allowed_list /proc/self/status");

  @Test
  void aMachineOfOneProcessorIsNotSplit() throws Exception {
    ProcessorSplit split = ProcessorSplit.of(1);
    assertThat(split).isEqualTo(ProcessorSplit.NONE);
    assertThat(split.onGateway(COMMAND)).isEqualTo(COMMAND);
    assertThat(split.elsewhere(COMMAND)).isEqualTo(COMMAND);
  }

  @Test
  void theGatewayHasTheFirstProcessorAndNobodyElseHasIt() throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    ProcessorSplit split = ProcessorSplit.of(processors);
    assumeFalse(split.equals(ProcessorSplit.NONE), "needs two processors, and taskset");
    assertThat(allowed(split.onGateway(COMMAND))).isEqualTo("0");
    assertThat(allowed(split.elsewhere(COMMAND)))
        .isEqualTo(processors == 2 ? "1" : "1-" + (processors - 1));
  }

  private static String allowed(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.substring(said.indexOf(':') + 1).strip();
  }
}
