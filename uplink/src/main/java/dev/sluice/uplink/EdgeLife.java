package dev.sluice.uplink;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The requests that the cloud remembers of one life of one edge node. */
final class EdgeLife {
  private final LinkId link;
  private final Map<Long, RememberedRequest> requests = new HashMap<>();

  /** Oldest first: what makes room when the table is full. */
  private final Set<RememberedRequest> confirmed = new LinkedHashSet<>();

  EdgeLife(LinkId link) {
    this.link = link;
  }

  LinkId link() {
    return link;
  }

  int size() {
    return requests.size();
  }

  Optional<RememberedRequest> find(long requestId) {
    return Optional.ofNullable(requests.get(requestId));
  }

  Collection<RememberedRequest> all() {
    return requests.values();
  }

  RememberedRequest add(long requestId, long deadlineNanos) {
    var remembered = new RememberedRequest(this, requestId, deadlineNanos);
    requests.put(requestId, remembered);
    return remembered;
  }

  void confirm(RememberedRequest remembered) {
    remembered.state = RememberedRequest.State.CONFIRMED;
    remembered.answer = Optional.empty();
    confirmed.add(remembered);
  }

  Optional<RememberedRequest> oldestConfirmed() {
    Iterator<RememberedRequest> oldest = confirmed.iterator();
    return oldest.hasNext() ? Optional.of(oldest.next()) : Optional.empty();
  }

  void remove(RememberedRequest remembered) {
    requests.remove(remembered.requestId);
    confirmed.remove(remembered);
  }
}
