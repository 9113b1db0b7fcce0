package dev.sluice.edge.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Finds what is wrong with one way to the cloud beside the others. */
final class UplinkWaysCheck {
  private static final Duration FAIL_BACK_MIN = Duration.ofMillis(100);

  private final EdgeConfig.Uplink uplink;
  private final BiConsumer<String, String> fault;

  /**
   * @param fault takes a field and what is wrong with it
   */
  UplinkWaysCheck(EdgeConfig.Uplink uplink, BiConsumer<String, String> fault) {
    this.uplink = uplink;
    this.fault = fault;
  }

  void run() {
    List<UplinkWay> ways = uplink.ways();
    Map<String, String> names = new HashMap<>();
    Map<String, String> places = new HashMap<>();
    for (UplinkWay way : ways) {
      checkLogin(way);
      checkTls(way, ways);
      String before = names.putIfAbsent(way.name(), way.field());
      String there = places.putIfAbsent(way.place(), way.field());
      if (there != null) {
        fault.accept(way.field() + ".host", "leads where %s leads; take one out".formatted(there));
      } else if (before != null) {
        fault.accept(way.field() + ".name", "is the name of %s, too".formatted(before));
      }
    }
    if (uplink.failBackAfter().compareTo(FAIL_BACK_MIN) < 0) {
      fault.accept("uplink.fail-back-after", "must be at least 100ms");
    }
  }

  /** One file is renewed by one who asks. */
  private void checkTls(UplinkWay way, List<UplinkWay> ways) {
    for (UplinkWay before : ways.subList(0, ways.indexOf(way))) {
      boolean same = way.identity().isPresent() && way.identity().equals(before.identity());
      if (same && !way.tls().equals(before.tls())) {
        fault.accept(
            way.field() + ".tls.identity",
            "is that of %s, with another ca or renew; give it a file of its own"
                .formatted(before.field()));
        return;
      }
    }
  }

  private void checkLogin(UplinkWay way) {
    boolean inherited = isInherited(way);
    boolean readable = way.tls().isEmpty() && !LoopbackHost.is(way.host());
    if (way.login().isPresent() && readable) {
      fault.accept(
          way.field() + (inherited ? ".host" : ".login"),
          "%scould be read on its way to another machine; add %s.tls, or a host of this machine"
              .formatted(inherited ? "has uplink.login, which " : "", way.field()));
    }
  }

  /** Whether the file says it elsewhere. */
  private boolean isInherited(UplinkWay way) {
    int place = uplink.ways().indexOf(way);
    return place > 0 && uplink.alternatives().get(place - 1).login().isEmpty();
  }
}
