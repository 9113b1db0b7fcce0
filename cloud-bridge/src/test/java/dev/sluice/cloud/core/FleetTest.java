package dev.sluice.cloud.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cloud.core.Fleet.Presence;
import dev.sluice.uplink.Envelope;
import dev.sluice.uplink.LinkId;
import dev.sluice.uplink.NodeReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetTest {
  private static final long MS = 1_000_000;

  private final Fleet fleet = new Fleet(3);

  private void report(String edgeId, long epoch, int everyMs, long atMs) {
    NodeReport report =
        new NodeReport("v" + epoch, "ready", "adaptive", 1, everyMs, List.of(), Map.of(), Map.of());
    fleet.onReport(new Envelope.Report(new LinkId(edgeId, epoch), report), atMs * MS);
  }

  private List<String> names() {
    return fleet.members(0).stream().map(Fleet.Member::edgeId).toList();
  }

  @ParameterizedTest
  @CsvSource({"0, ONLINE", "2499, ONLINE", "2500, LATE", "9999, LATE", "10000, GONE"})
  void silenceIsMeasuredInTheNodesOwnPeriods(long silenceMs, Presence presence) {
    report("gw", 1, 1_000, 0);

    assertThat(fleet.members(silenceMs * MS))
        .singleElement()
        .satisfies(
            member -> {
              assertThat(member.presence()).isEqualTo(presence);
              assertThat(member.silenceNanos()).isEqualTo(silenceMs * MS);
            });
  }

  @Test
  void whoIsHeardAgainIsOnlineAgain() {
    report("gw", 1, 100, 0);
    report("gw", 1, 100, 5_000);

    assertThat(fleet.members(5_100 * MS).get(0).presence()).isEqualTo(Presence.ONLINE);
  }

  @Test
  void theNextLifeOfANodeTakesThePlaceOfTheOneBefore() {
    report("gw", 1, 100, 0);
    report("gw", 2, 100, 10);

    assertThat(fleet.members(0)).singleElement().returns("v2", m -> m.report().version());
  }

  @Test
  void theLeastRecentlyHeardMakesRoom() {
    report("a", 1, 100, 0);
    report("b", 1, 100, 1);
    report("c", 1, 100, 2);
    report("a", 1, 100, 3);
    report("d", 1, 100, 4);

    assertThat(names()).containsExactly("a", "c", "d");
  }

  @Test
  void aNodeThatIsKnownDisplacesNobody() {
    report("c", 1, 100, 0);
    report("b", 1, 100, 1);
    report("a", 1, 100, 2);
    report("c", 1, 100, 3);

    assertThat(names()).containsExactly("a", "b", "c");
  }
}
