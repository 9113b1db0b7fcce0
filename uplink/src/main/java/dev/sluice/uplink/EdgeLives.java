package dev.sluice.uplink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The edge lives that the cloud remembers, the least recently heard first. An edge id that invents
 * epochs displaces its own lives, never those of others.
 */
final class EdgeLives {
  /** One edge id has a life before and one after its restart; more at a time make no sense. */
  static final int LIVES_PER_EDGE = 2;

  private final int livesMax;
  private final LinkedHashMap<LinkId, EdgeLife> byLink = new LinkedHashMap<>();
  private final Map<String, LinkId> lastHeard = new HashMap<>();
  private long rivalEpochs;

  EdgeLives(int livesMax) {
    this.livesMax = livesMax;
  }

  /** The life that has just been heard, when it is known. */
  Optional<EdgeLife> heard(LinkId link) {
    EdgeLife life = byLink.remove(link);
    if (life == null) {
      return Optional.empty();
    }
    byLink.put(link, life);
    if (!link.equals(lastHeard.put(link.edgeId(), link))) {
      rivalEpochs++; // an older life speaks after a newer one: a cloned edge node
    }
    return Optional.of(life);
  }

  Optional<EdgeLife> find(LinkId link) {
    return Optional.ofNullable(byLink.get(link));
  }

  /** Which lives must go before this one can be added. */
  List<EdgeLife> inTheWayOf(LinkId link) {
    List<EdgeLife> ofSameEdge = new ArrayList<>();
    for (EdgeLife life : byLink.values()) {
      if (life.link().edgeId().equals(link.edgeId())) {
        ofSameEdge.add(life);
      }
    }
    if (ofSameEdge.size() >= LIVES_PER_EDGE) {
      return List.of(ofSameEdge.get(0));
    }
    return byLink.size() < livesMax ? List.of() : List.of(byLink.values().iterator().next());
  }

  EdgeLife add(LinkId link) {
    var life = new EdgeLife(link);
    byLink.put(link, life);
    lastHeard.put(link.edgeId(), link);
    return life;
  }

  void remove(EdgeLife life) {
    byLink.remove(life.link());
    lastHeard.remove(life.link().edgeId(), life.link());
  }

  int size() {
    return byLink.size();
  }

  long rivalEpochs() {
    return rivalEpochs;
  }
}
