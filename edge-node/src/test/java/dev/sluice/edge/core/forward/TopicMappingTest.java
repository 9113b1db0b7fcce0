package dev.sluice.edge.core.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a topic of one side to a topic of the other. */
final class TopicMappingTest {
  private static TopicMapping mapping(String filter, String template, String strip) {
    return TopicMapping.of(TopicFilter.of(filter), template, strip, "gw-1");
  }

  @ParameterizedTest(name = "{0}: {1} -> {4}")
  @CsvSource({
    "#, {topic}, '', a/b, a/b",
    "#, {node}/{topic}, '', a/b, gw-1/a/b",
    "sensors/#, plant/{topic}, sensors, sensors/a/b, plant/a/b",
    "sensors/#, plant/{topic}, sensors, sensors, plant",
    "a/b/#, x/{topic}, a/b, a/b/c, x/c",
    "s/+/t/+, {2}/of/{1}, '', s/one/t/two, two/of/one",
    "s/+/#, {1}/{2}, '', s/one/t/two, one/t/two",
    "s/+/#, {1}/{2}, '', s/one, one",
    "s/+/#, {1}/{2}, '', s/one/, one/",
    "s/+, x/{1}/y, '', s/, x//y",
    "cmd/#, {1}, '', cmd/valve/3, valve/3",
    "+/b, z-{1}.{1}, '', a/b, z-a.a",
    "a, fixed/topic, '', a, fixed/topic"
  })
  void fillsTheTemplate(String filter, String template, String strip, String topic, String to) {
    TopicMapping mapping = mapping(filter, template, strip);

    assertThat(mapping.map(TopicName.of(topic))).contains(TopicName.of(to));
    assertThat(mapping.range().matches(TopicName.of(to))).as("%s", mapping.range()).isTrue();
  }

  @ParameterizedTest(name = "{0}: {1} -> {3}")
  @CsvSource({
    "sensors/#, x/{topic}, sensors, x/#",
    "s/+/t/+, {2}/of/{1}, '', +/of/+",
    "s/+/#, {2}/{1}, '', #",
    "+/b, z-{1}, '', +",
    "a/+, {node}/{topic}/up, '', gw-1/a/+/up"
  })
  void knowsWhatCanComeOut(String filter, String template, String strip, String range) {
    assertThat(mapping(filter, template, strip).range()).isEqualTo(TopicFilter.of(range));
  }

  @ParameterizedTest
  @CsvSource({
    "#, {1}, '$SYS/a'",
    "#, {topic}, sluice/v1/up/gw-1",
    "x/#, {1}, x",
    "x/#, {1}, x/sluice/v1"
  })
  void givesNoTopicThatIsEmptyOrNotForMessages(String filter, String template, String topic) {
    assertThat(mapping(filter, template, "").map(TopicName.of(topic))).isEmpty();
  }

  @Test
  void givesNoTopicThatIsTooLong() {
    TopicName longest = TopicName.of("a".repeat(TopicName.MAX_BYTES));

    assertThat(mapping("#", "x/{topic}", "").map(longest)).isEmpty();
    assertThat(mapping("#", "{topic}", "").map(longest)).contains(longest);
  }

  @ParameterizedTest
  @CsvSource({
    "a/+, x/+, '', must not hold '+' or '#'",
    "a/+, x/#, '', must not hold '+' or '#'",
    "a/+, {2}, '', 'knows no {2}: there are {topic}, {node} and {1}'",
    "a, {1}, '', 'knows no {1}: there are {topic}, {node}, and the filter has no wildcard'",
    "+/+, {0}, '', 'knows no {0}: there are {topic}, {node}, {1} to {2}'",
    "a, {Topic}, '', knows no {Topic}",
    "a, x/{topic, '', has a brace without its other half",
    "a, $SYS/{topic}, '', must not begin with '$' or 'sluice/'",
    "a, sluice/{topic}, '', must not begin with '$' or 'sluice/'",
    "a/#, {topic}, b, cannot strip 'b'",
    "ab/#, {topic}, a, cannot strip 'a'",
    "a/+/#, {topic}, a/+, cannot strip 'a/+'"
  })
  void saysWhatIsWrongWithATemplate(String filter, String template, String strip, String what) {
    assertThatThrownBy(() -> mapping(filter, template, strip))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(what);
  }

  @Test
  void keepsTopicsApartWhenAllOfTheTopicIsKept() {
    TopicMapping one = mapping("a/#", "{node}/{topic}", "");

    assertThat(one.keepsApartWith(mapping("b/+", "{node}/{topic}", ""))).isTrue();
    assertThat(one.keepsApartWith(mapping("a/#", "{node}/{topic}", "a"))).isFalse();
    assertThat(one.keepsApartWith(mapping("a/#", "x/{topic}", ""))).isFalse();
    assertThat(mapping("a/+", "x/{1}", "").keepsApartWith(mapping("b/+", "x/{1}", ""))).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void neverGivesATopicOutsideItsRange(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> filters = List.of("#", "+/#", "a/+/#", "+/b/+", "a/#");
    List<String> templates = List.of("{topic}", "x/{1}", "{1}-y/{topic}", "{node}/{1}/z", "q{1}");
    int mapped = 0;
    for (int step = 0; step < 3_000; step++) {
      TopicFilter filter = TopicFilter.of(filters.get(random.nextInt(filters.size())));
      TopicMapping mapping =
          mapping(filter.value(), templates.get(random.nextInt(templates.size())), "");
      TopicName topic = topic(random);
      if (filter.matches(topic)) {
        Optional<TopicName> to = mapping.map(topic);
        assertThat(to.stream().allMatch(mapping.range()::matches))
            .as("seed %d: %s by %s to %s, %s", seed, topic, filter, to, mapping.range())
            .isTrue();
        mapped++;
      }
    }
    assertThat(mapped).isGreaterThan(1_000);
  }

  private static TopicName topic(SplittableRandom random) {
    StringBuilder name = new StringBuilder("a");
    for (int levels = random.nextInt(4); levels > 0; levels--) {
      name.append('/').append(List.of("", "a", "b").get(random.nextInt(3)));
    }
    return TopicName.of(name.toString());
  }
}
