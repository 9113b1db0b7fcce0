package dev.sluice.cloud.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BridgeGroupTest {
  private static final long QUIET = 100;
  private static final List<String> THREE = List.of("a", "b", "c");

  private static BridgeGroup member(String own, List<String> members) {
    return new BridgeGroup("bridges", own, members, QUIET);
  }

  private static List<String> nodes() {
    List<String> nodes = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      nodes.add("gateway-" + i);
    }
    return nodes;
  }

  @Test
  void eachNodeHasOneOwnerWhomAllNameInWhateverOrderTheyAreListed() {
    List<BridgeGroup> all =
        List.of(member("a", THREE), member("b", List.of("c", "b", "a")), member("c", THREE));
    all.forEach(one -> one.onConnected(0));
    for (String node : nodes()) {
      assertThat(all.stream().filter(one -> one.takesLanesOf(node, QUIET))).hasSize(1);
    }
  }

  @Test
  void eachHasAboutTheSameShare() {
    Map<String, Integer> shares = new HashMap<>();
    nodes().forEach(node -> shares.merge(member("a", THREE).ownerOf(node), 1, Integer::sum));
    assertThat(shares.values()).hasSize(3).allMatch(share -> share > 850 && share < 1_150);
  }

  /** Else a new version of this program would move lanes. */
  @Test
  void whoOwnsWhatIsWrittenInStone() {
    BridgeGroup group = member("a", THREE);
    assertThat(nodes().subList(0, 8).stream().map(group::ownerOf))
        .containsExactly("b", "a", "a", "a", "b", "b", "a", "b");
  }

  @Test
  void whenOneLeavesOnlyItsNodesMove() {
    BridgeGroup before = member("a", THREE);
    BridgeGroup after = member("a", List.of("a", "b"));
    for (String node : nodes()) {
      if (!before.ownerOf(node).equals("c")) {
        assertThat(after.ownerOf(node)).isEqualTo(before.ownerOf(node));
      }
    }
  }

  @Test
  void takesNothingBeforeItHasListenedForAWhile() {
    BridgeGroup alone = member("a", List.of("a"));
    assertThat(alone.takesLanesOf("gw", 500)).isFalse();
    alone.onConnected(500);
    assertThat(alone.takesLanesOf("gw", 500 + QUIET - 1)).isFalse();
    assertThat(alone.takesLanesOf("gw", 500 + QUIET)).isTrue();
    alone.onConnected(900);
    assertThat(alone.takesLanesOf("gw", 900)).isFalse();
  }

  @Test
  void takesNothingWhileAnotherListIsSaid() {
    BridgeGroup alone = member("a", List.of("a"));
    alone.onConnected(0);
    alone.onHello(alone.hello(), QUIET);
    assertThat(alone.takesLanesOf("gw", QUIET)).isTrue();
    alone.onHello("a,b".getBytes(UTF_8), 200);
    assertThat(alone.quarrel(200 + QUIET - 1)).contains("a,b");
    assertThat(alone.takesLanesOf("gw", 200 + QUIET - 1)).isFalse();
    assertThat(alone.takesLanesOf("gw", 200 + QUIET)).isTrue();
  }
}
