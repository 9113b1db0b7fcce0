package dev.sluice.broker.durable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Where each kept message is and who needs it, ordered by id: a list of {@link MessagePage pages}
 * whose ranges do not overlap. Ids mostly come in ascending order, at the end.
 */
final class MessageIndex {
  private static final int ENTRY_BYTES = 16;
  private static final int PAGE_BYTES = 240;

  private final TreeMap<Long, MessagePage> pages = new TreeMap<>();
  private long latestSegment;
  private int size;
  private long liveBytes;
  private long capacity;

  /** Takes one message; false ends the walk. */
  interface Visitor {
    boolean message(long id, Place place, Audience audience);
  }

  int size() {
    return size;
  }

  /** Bytes of the records of all messages here, in the log. */
  long liveBytes() {
    return liveBytes;
  }

  /** Roughly. */
  long heapBytes() {
    return capacity * ENTRY_BYTES + (long) pages.size() * PAGE_BYTES;
  }

  /** Adds a message, or says something else of it; somebody needs it. */
  void put(long id, Place place, Audience audience) {
    latestSegment = Math.max(latestSegment, place.segment());
    MessagePage page = pageFor(id);
    long before = page.capacity();
    int at = page.search(id);
    if (at < 0) {
      page.insert(-at - 1, id, place, audience);
      at = -at - 1;
      size++;
    } else {
      size += page.isLive(at) ? 0 : 1;
      liveBytes -= page.isLive(at) ? page.bytes(at) : 0;
      page.replace(at, place, audience);
    }
    liveBytes += page.bytes(at);
    capacity += page.capacity() - before;
  }

  private MessagePage pageFor(long id) {
    Map.Entry<Long, MessagePage> floor = pages.floorEntry(id);
    if (floor == null || !floor.getValue().reaches(id)) {
      return add(new MessagePage(id));
    }
    MessagePage page = floor.getValue();
    if (!page.isFull() || page.search(id) >= 0) {
      return page;
    }
    if (page.endsBefore(id)) {
      return add(new MessagePage(id));
    }
    capacity -= page.capacity();
    MessagePage upper = page.live() > 1 ? add(page.split()) : page;
    if (upper == page) {
      page.tighten();
    }
    capacity += page.capacity();
    return id >= upper.base() ? upper : page;
  }

  private MessagePage add(MessagePage page) {
    pages.put(page.base(), page);
    capacity += page.capacity();
    return page;
  }

  Optional<Audience> audience(long id) {
    Map.Entry<Long, MessagePage> floor = pages.floorEntry(id);
    int at = at(floor, id);
    return at < 0 ? Optional.empty() : Optional.of(floor.getValue().audience(at));
  }

  Optional<Place> place(long id) {
    Map.Entry<Long, MessagePage> floor = pages.floorEntry(id);
    int at = at(floor, id);
    return at < 0 ? Optional.empty() : Optional.of(place(floor.getValue(), at));
  }

  private Place place(MessagePage page, int at) {
    return new Place(page.segment(at, latestSegment), page.position(at), page.bytes(at));
  }

  /** Negative when there is no such message. */
  private static int at(Map.Entry<Long, MessagePage> floor, long id) {
    if (floor == null || !floor.getValue().reaches(id)) {
      return -1;
    }
    int at = floor.getValue().search(id);
    return at >= 0 && floor.getValue().isLive(at) ? at : -1;
  }

  /** Changes who needs it; if nobody does, it goes. */
  void change(long id, UnaryOperator<Audience> change) {
    Map.Entry<Long, MessagePage> floor = pages.floorEntry(id);
    int at = at(floor, id);
    if (at >= 0) {
      change(floor.getValue(), at, change);
      settle(floor.getValue());
    }
  }

  private void change(MessagePage page, int at, UnaryOperator<Audience> change) {
    Audience audience = change.apply(page.audience(at));
    if (audience.isEmpty()) {
      liveBytes -= page.bytes(at);
      size--;
      page.drop(at);
    } else {
      page.setAudience(at, audience);
    }
  }

  /** The same for all of that id and later. */
  void changeFrom(long first, UnaryOperator<Audience> change) {
    for (MessagePage page : pagesFrom(first - 1)) {
      for (int at = page.firstAfter(first - 1); at < page.size(); at++) {
        if (page.isLive(at)) {
          change(page, at, change);
        }
      }
      settle(page);
    }
  }

  private void settle(MessagePage page) {
    if (page.live() == 0) {
      pages.remove(page.base());
      capacity -= page.capacity();
    } else if (page.isWorthTightening()) {
      capacity -= page.capacity();
      page.tighten();
      capacity += page.capacity();
    }
  }

  /** Shows the messages behind that id, in order. */
  void forEachAfter(long id, Visitor visitor) {
    for (MessagePage page : pages.tailMap(floorKey(id), true).values()) {
      for (int at = page.firstAfter(id); at < page.size(); at++) {
        if (page.isLive(at) && !visitor.message(page.id(at), place(page, at), page.audience(at))) {
          return;
        }
      }
    }
  }

  /** A copy: pages may go while it is used. */
  private List<MessagePage> pagesFrom(long id) {
    return List.copyOf(pages.tailMap(floorKey(id), true).values());
  }

  private long floorKey(long id) {
    Long floor = pages.floorKey(id);
    return floor == null ? id : floor;
  }
}
