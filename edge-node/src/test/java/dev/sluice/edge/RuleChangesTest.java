package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.edge.config.ForwardConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleChangesTest {
  private static final String ONE = "    - {name: one, topic: a/#}\n";
  private static final String TWO = "    - {name: two, topic: b/#, lane: bulk}\n";
  private static final String DOWN = "  down:\n    - {name: cmd, from: \"x/#\", to: \"{1}\"}\n";

  @TempDir Path folder;

  private ForwardConfig rules(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), "node: {id: gw}\n" + yaml);
    return EdgeConfig.load(file, List.of()).forward();
  }

  private List<String> between(String before, String after) throws Exception {
    return RuleChanges.between(rules(before), rules(after));
  }

  @Test
  void namesWhatIsNewChangedAndGone() throws Exception {
    String up = "forward:\n  up:\n";
    assertThat(between(up + ONE, up + ONE)).isEmpty();
    assertThat(between(up + ONE, up + TWO + ONE.replace("a/#", "c/#")))
        .containsExactly("up: new two, changed one");
    assertThat(between(up + ONE + TWO, up + TWO + ONE)).containsExactly("up: in another order");
    assertThat(between(up + ONE + DOWN, "forward:\n" + DOWN.replace("x/#", "y/#")))
        .containsExactly("up: gone one", "down: changed cmd");
    assertThat(between(up + ONE, up + ONE + "  hash-key: a-secret-of-this-fleet\n"))
        .containsExactly("hash-key: another one");
  }

  @Test
  void ofTheRestSaysWhatWaitsForAStart() throws Exception {
    Path file = Files.writeString(folder.resolve("edge.yaml"), "node: {id: gw}\n");
    EdgeConfigFile started = EdgeConfigFile.load(file, List.of("listener.port=0"));
    assertThat(started.readAgain().waitingForStart(started)).isEmpty();
    Files.writeString(
        file, "node: {id: gw}\nadmin: {port: 1}\nforward:\n  message-size: 2MB\n  up:\n" + ONE);
    assertThat(started.readAgain().waitingForStart(started))
        .containsExactly("admin.port", "forward.message-size");
  }
}
