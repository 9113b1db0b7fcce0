package dev.sluice.sim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
class LinkCommandIT {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      new CommandLine(new LinkCommand())
          .setOut(new PrintWriter(out, true))
          .setErr(new PrintWriter(err, true));

  @Test
  void servesUntilItIsStopped() throws Exception {
    try (EchoServer target = new EchoServer()) {
      Thread running =
          new Thread(
              () -> command.execute("--to", "127.0.0.1:" + target.port(), "--latency", "1ms"));
      running.start();
      Pattern ready = Pattern.compile("ready link=127.0.0.1:(\\d+) to=127.0.0.1:" + target.port());
      await().until(() -> ready.matcher(out.toString()).find());
      Matcher matcher = ready.matcher(out.toString());
      assertThat(matcher.find()).isTrue();
      assertThat(echoed(Integer.parseInt(matcher.group(1)))).isEqualTo('x');
      running.interrupt();
      running.join();
    }
  }

  private static int echoed(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write('x');
      return socket.getInputStream().read();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --latency 5ms                              | Missing required option: '--to=HOST:PORT'
          --to here                                  | --to: expected HOST:PORT, found 'here'
          --to :x                                    | --to: expected HOST:PORT, found ':x'
          --to 127.0.0.1:1 --latency 5               | expected a duration such as 15ms or 10s
          --to 127.0.0.1:1 --up-mbps 0               | bandwidth must be above 0 Mbit/s, found 0.0
          --to 127.0.0.1:1 --outage 1s+5s --outage 2s+1s | outages must follow each other
          --to 127.0.0.1:1 --buffer 0                | buffer must be 1 byte or more, found 0
          --to 127.0.0.1:1 --trace /absent.txt       | --trace: /absent.txt
          --to 127.0.0.1:1 --trace /a --up-mbps 1    | mutually exclusive
          """)
  void namesWhatIsWrong(String arguments, String message) {
    assertThat(command.execute(arguments.split(" +"))).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void aBusyPortIsOneLine() throws IOException {
    try (EchoServer taken = new EchoServer()) {
      String port = Integer.toString(taken.port());
      assertThat(command.execute("--to", "127.0.0.1:1", "--listen", port)).isEqualTo(2);
      assertThat(err.toString())
          .startsWith("cannot listen on 127.0.0.1:" + port + ": ")
          .hasLineCount(1);
    }
  }
}
