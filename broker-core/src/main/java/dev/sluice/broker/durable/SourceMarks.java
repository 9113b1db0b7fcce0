package dev.sluice.broker.durable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The marks of all sources, and where the log last says them. Owned by one thread. */
final class SourceMarks {
  /** A source that begins anew has another name; those not heard longest are history. */
  private static final int SOURCES_MAX = 64;

  private record Said(SourceMark mark, long segment) {}

  private final Map<String, Said> said = new LinkedHashMap<>();

  void take(SourceMark mark, Place place) {
    Said before = said.remove(mark.source());
    if (before != null && before.mark().number() > mark.number()) {
      said.put(mark.source(), before);
      return;
    }
    said.put(mark.source(), new Said(mark, place.segment()));
    Iterator<String> oldest = said.keySet().iterator();
    while (said.size() > SOURCES_MAX) {
      oldest.next();
      oldest.remove();
    }
  }

  Optional<SourceMark> of(String source) {
    return Optional.ofNullable(said.get(source)).map(Said::mark);
  }

  List<SourceMark> all() {
    return said.values().stream().map(Said::mark).toList();
  }

  /** Those last said in that segment or before. */
  List<SourceMark> upTo(long segment) {
    return said.values().stream().filter(one -> one.segment() <= segment).map(Said::mark).toList();
  }
}
