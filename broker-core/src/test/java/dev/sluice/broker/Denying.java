package dev.sluice.broker;

import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Denies everybody what begins with certain words, and certain users everything. */
final class Denying implements Authorizer {
  private final Set<String> words = new HashSet<>();
  private final Set<String> users = new HashSet<>();
  private final Set<String> credentials = new HashSet<>();

  Denying(String... words) {
    this.words.addAll(Set.of(words));
  }

  Denying deny(String word) {
    words.add(word);
    return this;
  }

  Denying forget(String user) {
    users.add(user);
    return this;
  }

  Denying withdraw(String credential) {
    credentials.add(credential);
    return this;
  }

  @Override
  public Optional<ReasonCode> refusal(ClientId client, Identity identity) {
    return users.contains(identity.user()) || credentials.contains(identity.credential())
        ? Optional.of(ReasonCode.NOT_AUTHORIZED)
        : Optional.empty();
  }

  @Override
  public Rights rightsOf(ClientId client, Identity identity) {
    return users.contains(identity.user()) ? Rights.NONE : new Open(Set.copyOf(words));
  }

  private record Open(Set<String> denied) implements Rights {
    @Override
    public boolean mayPublish(TopicName topic) {
      return denied.stream().noneMatch(topic.value()::startsWith);
    }

    @Override
    public Optional<ReasonCode> refusal(TopicFilter filter) {
      return denied.stream().anyMatch(filter.value()::startsWith)
          ? Optional.of(ReasonCode.NOT_AUTHORIZED)
          : Optional.empty();
    }
  }
}
