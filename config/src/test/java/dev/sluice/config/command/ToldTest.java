package dev.sluice.config.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ToldTest {
  private final StringWriter err = new StringWriter();

  @Command(name = "pull")
  record Pull(Exception fault) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      throw fault;
    }
  }

  @Test
  void eachLineOfAMendableFailureNamesTheCommand() {
    assertThat(exitOf(new IOException("a: no such file\nb: no such file"))).isEqualTo(2);
    assertThat(err).hasToString("pull: a: no such file%npull: b: no such file%n".formatted());
  }

  @Test
  void aFaultOfOursKeepsItsTrace() {
    assertThat(exitOf(new UncheckedIOException(new IOException("a")))).isEqualTo(1);
    assertThat(err.toString()).contains(UncheckedIOException.class.getName(), "\tat ");
  }

  private int exitOf(Exception fault) {
    CommandLine command = Told.by(new Pull(fault), Set.of(IOException.class));
    return command.setErr(new PrintWriter(err, true)).execute();
  }
}
