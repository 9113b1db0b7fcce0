package dev.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command line of the simulator. */
class SimTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine command = Sim.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  @Test
  void fieldTakesItsPartsInSmallLetters() {
    assertThat(execute("field", "--part", "rehearsed", "--runs", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--runs must be 1 or more");
  }

  @Test
  void fieldSaysWhatPartsThereAre() {
    assertThat(execute("field", "--part", "none")).isEqualTo(2);
    assertThat(err.toString()).contains("REHEARSED, PHASES, ALL");
  }

  @Test
  void fieldSaysWhatTrialsThereAre() {
    assertThat(execute("field", "--part", "phases", "--trial", "busy")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--trial must be one of near, 400 ms away, outage, processor stolen, cloud slow");
  }
}
