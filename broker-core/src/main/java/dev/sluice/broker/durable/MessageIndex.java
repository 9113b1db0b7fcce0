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
  private final TreeMap<Long, MessagePage> pages = new TreeMap<>();

  /** The page with the greatest ids: a start puts a million messages there. */
  private Optional<MessagePage> tail = Optional.empty();

  private long latestSegment;
  private int size;
  private long liveBytes;
  private long heapBytes;

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
    return heapBytes;
  }

  /** Adds a message, or says something else of it; somebody needs it. */
  void put(long id, Place place, Audience audience) {
    latestSegment = Math.max(latestSegment, place.segment());
    MessagePage page = pageFor(id);
    long before = page.heapBytes();
    int at = page.endsBefore(id) ? -page.size() - 1 : page.search(id);
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
    heapBytes += page.heapBytes() - before;
  }

  /** Whether it would be the last one here. */
  boolean endsBefore(long id) {
    return tail.isEmpty() || tail.get().endsBefore(id);
  }

  private MessagePage pageFor(long id) {
    if (tail.isPresent() && tail.get().endsBefore(id)) {
      MessagePage last = tail.get();
      return last.isFull() || !last.reaches(id) ? add(new MessagePage(id)) : last;
    }
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
    heapBytes -= page.heapBytes();
    MessagePage upper = page.live() > 1 ? add(page.split()) : page;
    if (upper == page) {
      page.tighten();
    }
    heapBytes += page.heapBytes();
    return id >= upper.base() ? upper : page;
  }

  private MessagePage add(MessagePage page) {
    pages.put(page.base(), page);
    if (tail.isEmpty() || tail.get().base() < page.base()) {
      tail = Optional.of(page);
    }
    heapBytes += page.heapBytes();
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
      MessagePage page = floor.getValue();
      heapBytes -= page.heapBytes();
      change(page, at, change);
      settle(page);
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
      heapBytes -= page.heapBytes();
      for (int at = page.firstAfter(first - 1); at < page.size(); at++) {
        if (page.isLive(at)) {
          change(page, at, change);
        }
      }
      settle(page);
    }
  }

  /** Of a page that was changed, and whose bytes are not counted meanwhile. */
  private void settle(MessagePage page) {
    if (page.live() == 0) {
      pages.remove(page.base());
      if (tail.filter(last -> last == page).isPresent()) {
        tail = Optional.ofNullable(pages.lastEntry()).map(Map.Entry::getValue);
      }
      return;
    }
    if (page.isWorthTightening()) {
      page.tighten();
    }
    heapBytes += page.heapBytes();
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
