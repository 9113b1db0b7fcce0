package dev.sluice.bench.micro;

import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import dev.sluice.topic.TopicTrie;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Finding the one subscriber of a topic among many that do not match but share its levels: half of
 * them under the same names, half under a wildcard that the topic passes through.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TopicTrieBenchmark {
  @Param({"10", "100", "1000", "10000", "100000"})
  private int subscriptions;

  private final TopicTrie<Integer> trie = new TopicTrie<>();
  private final TopicName topic = TopicName.of("site/hall/line/state");

  @Setup
  public void subscribe() {
    trie.add(TopicFilter.of("site/hall/line/state"), 0);
    for (int i = 1; i < subscriptions; i++) {
      String place = i % 2 == 0 ? "hall" : "+";
      trie.add(TopicFilter.of("site/" + place + "/line" + i + "/state"), i);
    }
  }

  @Benchmark
  public void match(Blackhole sink) {
    trie.match(topic, sink::consume);
  }
}
