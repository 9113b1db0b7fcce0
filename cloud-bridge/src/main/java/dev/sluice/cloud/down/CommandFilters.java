package dev.sluice.cloud.down;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The filters by which an external broker is asked for all that nodes may ask for. No topic is
 * named by two of them: a broker may send a message once for each.
 */
public final class CommandFilters {
  private static final String NODE = "{node}";
  private static final String ANY = "+";

  private final List<Filter> filters;

  private CommandFilters(List<Filter> filters) {
    this.filters = filters;
  }

  /**
   * @throws OverlapException when two of them name the same topic and neither covers the other
   * @throws IllegalArgumentException naming the first pattern that is no filter
   */
  public static CommandFilters of(List<String> allowed) throws OverlapException {
    List<Filter> kept = new ArrayList<>();
    for (int i = 0; i < allowed.size(); i++) {
      Filter next = anyNode(allowed.get(i));
      if (kept.stream().anyMatch(one -> one.covers(next))) {
        continue;
      }
      kept.removeIf(next::covers);
      Optional<Filter> other = kept.stream().filter(next::overlaps).findFirst();
      if (other.isPresent()) {
        throw new OverlapException(i, other.get().toString());
      }
      kept.add(next);
    }
    return new CommandFilters(List.copyOf(kept));
  }

  /** A level with a node's name in it may be any. */
  private static Filter anyNode(String pattern) {
    List<String> levels = new ArrayList<>(List.of(pattern.split("/", -1)));
    levels.replaceAll(level -> level.contains(NODE) ? ANY : level);
    return Filter.parse(String.join("/", levels))
        .orElseThrow(
            () -> new IllegalArgumentException("'%s' is no topic filter".formatted(pattern)));
  }

  public List<String> texts() {
    return filters.stream().map(Filter::toString).toList();
  }

  public boolean name(String topic) {
    return filters.stream().anyMatch(filter -> filter.matches(topic));
  }

  /** Two filters name the same topic. */
  public static final class OverlapException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int place;

    OverlapException(int place, String other) {
      super(
          "names topics that '%s' names too, and a broker may send such a command for each of them:"
                  .formatted(other)
              + " write filters that share no topic");
      this.place = place;
    }

    /** In the list. */
    public int place() {
      return place;
    }
  }
}
