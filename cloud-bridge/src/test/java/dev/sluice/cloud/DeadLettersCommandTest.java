package dev.sluice.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cloud.target.DeadLetterFolder;
import dev.sluice.target.TargetRecord;
import dev.sluice.target.delivery.DeadLetter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DeadLettersCommandTest {
  @TempDir private Path data;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path config;
  private DeadLetterFolder letters;

  @BeforeEach
  void keepTwo() throws IOException {
    config =
        Files.writeString(
            data.resolve("cloud.yaml"),
            "targets: {shelf: {kind: memory, settings: {refuses: bad}}}");
    letters = new DeadLetterFolder(data.resolve("store"), "shelf");
    letters.keep(letter(1, "good"));
    letters.keep(letter(2, "bad"));
  }

  private static DeadLetter letter(int number, String stream) {
    var record =
        new TargetRecord("gw/n/" + number, "k", stream, "t", new byte[5], List.of(), 0, number);
    return new DeadLetter(record, "no stream", 1);
  }

  private int run(String... words) {
    var line = new CommandLine(new CloudBridge());
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("dead-letters"));
    all.addAll(List.of(words));
    all.addAll(List.of("--config", config.toString(), "--data", data.toString()));
    return line.execute(all.toArray(String[]::new));
  }

  @Test
  void listsThemAsTextAndAsJson() {
    assertThat(run("list")).isZero();
    assertThat(out.toString())
        .contains("shelf gw/n/1 topic=t bytes=13 attempts=1 reason=\"no stream\"")
        .contains("2 dead letters");

    assertThat(run("list", "--json")).isZero();
    assertThat(out.toString()).contains("[{\"target\":\"shelf\",\"id\":\"gw/n/1\",\"topic\":\"t\"");
  }

  @Test
  void replaysThemAndKeepsThoseThatAreRefusedAgain() throws IOException {
    assertThat(run("replay", "shelf")).isEqualTo(1);

    assertThat(out.toString()).contains("1 taken, 1 left");
    assertThat(err.toString()).contains("gw/n/2: Refused[reason=bad]");
    assertThat(letters.list()).extracting(letter -> letter.record().id()).containsExactly("gw/n/2");
  }

  @Test
  void saysInOneLineWhatIsNoTarget() {
    assertThat(run("replay", "redsi")).isEqualTo(2);

    assertThat(err.toString()).isEqualTo("cloud: redsi is no target; there are [shelf]\n");
  }
}
