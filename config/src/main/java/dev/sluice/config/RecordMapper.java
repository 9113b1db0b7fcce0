package dev.sluice.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Turns a checked tree into records: kebab-case keys become camelCase components. A schema and a
 * record that disagree are our mistake and throw {@link IllegalStateException}; a value that a
 * record refuses is the user's, and becomes a fault with its place.
 */
final class RecordMapper {
  private static final Pattern CAPITAL = Pattern.compile("([A-Z])");

  private final ConfigTree tree;
  private final List<Fault> faults = new ArrayList<>();

  RecordMapper(ConfigTree tree) {
    this.tree = tree;
  }

  <T> T map(Class<T> type) throws ConfigException {
    return map(FieldPath.ROOT, type);
  }

  <T> T map(FieldPath path, Class<T> type) throws ConfigException {
    Optional<Object> made = record(tree.at(path), type, path);
    if (made.isEmpty()) {
      throw Fault.exception(faults);
    }
    return type.cast(made.get());
  }

  /** Empty when a fault was noted. */
  private Optional<Object> value(JsonNode node, Type type, FieldPath path) {
    if (type instanceof ParameterizedType generic) {
      return container(node, generic, path);
    }
    Class<?> target = (Class<?>) type;
    if (node.isMissingNode()) {
      throw new IllegalStateException(path + ": the schema has no default and does not require it");
    }
    return target.isRecord() && target != DataSize.class
        ? record(node, target, path)
        : scalar(node, target, path);
  }

  private Optional<Object> container(JsonNode node, ParameterizedType type, FieldPath path) {
    Type[] arguments = type.getActualTypeArguments();
    Type item = arguments[arguments.length - 1];
    if (type.getRawType() == Optional.class) {
      return node.isMissingNode()
          ? Optional.of(Optional.empty())
          : value(node, item, path).map(Optional::of);
    }
    if (type.getRawType() == List.class) {
      return list(node, item, path);
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return map(node, item, path);
    }
    throw new IllegalStateException(path + ": cannot map to " + type);
  }

  private Optional<Object> list(JsonNode node, Type item, FieldPath path) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      value(node.get(i), item, path.child(i)).ifPresent(items::add);
    }
    return items.size() == node.size() ? Optional.of(List.copyOf(items)) : Optional.empty();
  }

  private Optional<Object> map(JsonNode node, Type item, FieldPath path) {
    Map<String, Object> entries = new LinkedHashMap<>();
    node.forEachEntry(
        (key, value) ->
            value(value, item, path.child(key)).ifPresent(made -> entries.put(key, made)));
    return entries.size() == node.size() ? Optional.of(Map.copyOf(entries)) : Optional.empty();
  }

  private Optional<Object> record(JsonNode node, Class<?> type, FieldPath path) {
    RecordComponent[] components = type.getRecordComponents();
    refuseKeysWithoutComponent(node, components, path);
    Object[] arguments = new Object[components.length];
    boolean complete = true;
    for (int i = 0; i < components.length; i++) {
      String key = kebab(components[i].getName());
      Optional<Object> value =
          value(node.path(key), components[i].getGenericType(), path.child(key));
      complete &= value.isPresent();
      arguments[i] = value.orElse("");
    }
    return complete ? construct(type, components, arguments, path) : Optional.empty();
  }

  private static void refuseKeysWithoutComponent(
      JsonNode node, RecordComponent[] components, FieldPath path) {
    Set<String> unknown = new HashSet<>(node.propertyNames());
    for (RecordComponent component : components) {
      unknown.remove(kebab(component.getName()));
    }
    if (!unknown.isEmpty()) {
      throw new IllegalStateException(path + ": the record has no component for " + unknown);
    }
  }

  private Optional<Object> construct(
      Class<?> type, RecordComponent[] components, Object[] arguments, FieldPath path) {
    try {
      Class<?>[] parameters =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        return fault(path, refused.getMessage());
      }
      throw new IllegalStateException(type + " failed at " + path, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private Optional<Object> scalar(JsonNode node, Class<?> type, FieldPath path) {
    try {
      return Optional.of(parsed(node, type, path));
    } catch (IllegalArgumentException e) {
      return fault(path, e.getMessage());
    }
  }

  private Object parsed(JsonNode node, Class<?> type, FieldPath path) {
    if (type == int.class || type == Integer.class) {
      return integer(node);
    }
    if (type == long.class || type == Long.class) {
      return node.asLong();
    }
    if (type == double.class || type == Double.class) {
      return node.asDouble();
    }
    if (type == boolean.class || type == Boolean.class) {
      return node.asBoolean();
    }
    String text = node.asString();
    if (type == String.class) {
      return text;
    }
    if (type == Duration.class) {
      return DurationText.parse(text);
    }
    if (type == DataSize.class) {
      return DataSize.parse(text);
    }
    if (type == Path.class) {
      return file(text);
    }
    return constant(text, type, path);
  }

  private static int integer(JsonNode node) {
    if (!node.canConvertToInt()) {
      throw new IllegalArgumentException("must fit in 32 bits (found " + node.asString() + ")");
    }
    return node.asInt();
  }

  private Path file(String text) {
    Path folder = tree.file().toAbsolutePath().getParent();
    return folder.resolve(text).normalize();
  }

  private static Object constant(String word, Class<?> type, FieldPath path) {
    if (!type.isEnum()) {
      throw new IllegalStateException(path + ": cannot map to " + type);
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> kebabOf((Enum<?>) constant).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(path + ": " + type + " has no " + word));
  }

  private static String kebabOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String kebab(String camel) {
    return CAPITAL.matcher(camel).replaceAll("-$1").toLowerCase(Locale.ROOT);
  }

  private Optional<Object> fault(FieldPath path, String what) {
    faults.add(new Fault(tree.placeOf(path), path, what));
    return Optional.empty();
  }
}
