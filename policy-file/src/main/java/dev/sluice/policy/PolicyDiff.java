package dev.sluice.policy;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What changed from one policy to another, a line for each key; routes are told by their name. */
public final class PolicyDiff {
  private static final String NOTHING = "-";

  private PolicyDiff() {}

  /** Such as {@code routes.vibration.deadline: 300ms -> 200ms}; empty when both say the same. */
  public static List<String> between(PolicyConfig before, PolicyConfig after) {
    Map<String, String> old = new LinkedHashMap<>();
    Map<String, String> now = new LinkedHashMap<>();
    flatten("", before, old);
    flatten("", after, now);
    List<String> lines = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      String from = old.getOrDefault(key, NOTHING);
      String to = now.getOrDefault(key, NOTHING);
      if (!from.equals(to)) {
        lines.add(key + ": " + from + " -> " + to);
      }
    }
    if (lines.isEmpty() && !before.equals(after)) {
      lines.add("routes: in another order");
    }
    return List.copyOf(lines);
  }

  private static void flatten(String key, Object value, Map<String, String> into) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(inner -> flatten(key, inner, into));
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        flatten(key + "." + name(item), item, into);
      }
    } else if (value instanceof Record record) {
      flattenRecord(key, record, into);
    } else {
      into.put(key, text(value));
    }
  }

  private static void flattenRecord(String key, Record record, Map<String, String> into) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String below = kebab(component.getName());
      flatten(key.isEmpty() ? below : key + "." + below, read(component, record), into);
    }
  }

  private static Object read(RecordComponent component, Record record) {
    try {
      return Objects.requireNonNull(component.getAccessor().invoke(record));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static String name(Object item) {
    if (item instanceof TextRouteConfig text) {
      return text.name();
    }
    return item instanceof RouteConfig route ? route.name() : item.toString();
  }

  private static String text(Object value) {
    if (value instanceof Duration duration) {
      return duration.toMillis() + "ms";
    }
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : value.toString();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
