package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PolicyDiffTest {
  private static final String A = "  - {name: a, topic: t/a, model: m, deadline: 1s}\n";
  private static final String B = "  - {name: b, topic: t/b, model: m}\n";

  @TempDir Path folder;

  private List<String> between(String before, String after) throws Exception {
    return PolicyDiff.between(load(before), load(after));
  }

  private PolicyConfig load(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("policy.yaml"), yaml);
    return PolicyFile.load(file, List.of(), Uplink.ENABLED).config();
  }

  @Test
  void commentsAndSpaceAreNoChange() throws Exception {
    assertThat(between("routes:\n" + A, "# new\nplacement: adaptive\nroutes:\n\n" + A)).isEmpty();
  }

  @Test
  void aChangedKeyHasBothValues() throws Exception {
    assertThat(
            between(
                "routes:\n" + A,
                "placement: edge-only\nroutes:\n" + A.replace("deadline: 1s", "priority: 7")))
        .containsExactly(
            "placement: adaptive -> edge-only",
            "routes.a.deadline: 1000ms -> -",
            "routes.a.priority: 5 -> 7");
  }

  @Test
  void aGuardThatComesIsAKeyOfItsRoute() throws Exception {
    assertThat(
            between(
                "routes:\n" + A, "routes:\n" + A.replace("model: m", "model: m, when: hour > 3")))
        .containsExactly("routes.a.when: - -> hour > 3");
  }

  @Test
  void aRouteThatComesIsAllItsKeys() throws Exception {
    assertThat(between("routes:\n" + A, "routes:\n" + A + B))
        .contains("routes.b.topic: - -> t/b", "routes.b.model: - -> m")
        .allMatch(line -> line.startsWith("routes.b."));
  }

  @Test
  void orderIsAChangeToo() throws Exception {
    assertThat(between("routes:\n" + A + B, "routes:\n" + B + A))
        .containsExactly("routes: in another order");
  }

  @Test
  void textRoutesAreToldByTheirNameToo() throws Exception {
    String text = "text-routes: [{name: c, topic: t/c, model: m, deadline: 1s}]\n";
    assertThat(between(text, text.replace("model: m", "model: n, stream: true")))
        .containsExactly("text-routes.c.model: m -> n", "text-routes.c.stream: false -> true");
  }
}
