package dev.sluice.cloud.backbone;

import dev.sluice.target.backbone.Backbone;
import dev.sluice.target.backbone.BackboneRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A backbone of which the test says when it confirms, and what it brings. */
final class FakeBackbone implements Backbone {
  /** What was put, and who awaits its confirmation. */
  record Put(String stream, BackboneRecord record, Consumer<Optional<String>> done) {}

  final List<Put> puts = new ArrayList<>();
  Optional<String> fault = Optional.empty();
  Consumer<BackboneRecord> follower = record -> {};
  Taker taker = (record, done) -> {};

  @Override
  public void put(String stream, BackboneRecord record, Consumer<Optional<String>> done) {
    puts.add(new Put(stream, record, done));
  }

  Put put(int number) {
    return puts.get(number);
  }

  @Override
  public void follow(String stream, Consumer<BackboneRecord> reader) {
    follower = reader;
  }

  @Override
  public void share(String stream, String group, int takenMax, Taker to) {
    taker = to;
  }

  @Override
  public Optional<String> fault() {
    return fault;
  }

  @Override
  public void close() {}
}
