package dev.sluice.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.broker.Identity;
import dev.sluice.broker.Rights;
import dev.sluice.config.ConfigException;
import dev.sluice.mqtt.ClientId;
import dev.sluice.mqtt.ReasonCode;
import dev.sluice.topic.TopicFilter;
import dev.sluice.topic.TopicName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the access file, case by case. */
class AclTest {
  private static final String FILE =
      """
      roles:
        everyone:
          - {allow: subscribe, topics: [news/#]}
          - {deny: all, topics: [vault/#]}
        anonymous:
          - {allow: publish, topics: [lobby]}
        device:
          - {allow: publish, topics: ["devices/%u/#", infer/vibration/request]}
          - {allow: subscribe, topics: ["commands/%u/+", "infer/+/response/%c"]}
          - {deny: subscribe, topics: ["commands/%u/secret"], code: 0x83}
        operator:
          - {allow: all, topics: ["#"]}
          - {deny: publish, topics: ["devices/+/firmware"]}
        joker:
          - {allow: subscribe, topics: [left/+, right/+]}
      """;

  @TempDir Path folder;
  private Acl acl;

  @BeforeEach
  void load() throws Exception {
    acl = load(FILE);
  }

  private Acl load(String text) throws Exception {
    return Acl.load(Files.writeString(folder.resolve("acl.yaml"), text));
  }

  private static Identity identity(String user, boolean local) {
    return new Identity("", user, Set.of(), "password:x", local);
  }

  private Rights rights(String user, String role) {
    String client = user.isEmpty() ? "c1" : user;
    return acl.rightsOf(
        new ClientId(client), identity(user, false), role.isEmpty() ? Set.of() : Set.of(role));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a device publishes below its own name,          pump,  device,   devices/pump/t,       true",
    "a device publishes nowhere else,                pump,  device,   devices/fan/t,        false",
    "a device asks for an inference,                 pump,  device,   infer/vibration/request,"
        + " true",
    "not on every route,                             pump,  device,   infer/other/request,  false",
    "what nobody speaks of is denied,                pump,  device,   other,                false",
    "a right to subscribe is none to publish,        pump,  device,   commands/pump/x,      false",
    "a name with a slash reaches nothing,            p/q,   device,   devices/p/q/t,        false",
    "a name that is a wildcard reaches nothing,      +,     device,   devices/fan/t,        false",
    "an operator publishes anywhere,                 ops,   operator, devices/pump/t,       true",
    "but where a denial wins,                        ops,   operator, devices/pump/firmware, false",
    "a denial for everyone is one for operators too, ops,   operator, vault/x,              false",
    "nobody in particular has its own role,          '',    '',       lobby,                true",
    "and no other,                                   '',    '',       devices//t,           false",
    "a user has not the role of nobody,              pump,  device,   lobby,                false"
  })
  void publishes(String rule, String user, String role, String topic, boolean expected) {
    assertThat(rights(user, role).mayPublish(TopicName.of(topic))).as(rule).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "everyone hears the news,                          pump, device,   news/#,                  ''",
    "a part of it too,                                 pump, device,   news/+/today,            ''",
    "not more than all of it,                          pump, device,   '#',                    "
        + " NOT_AUTHORIZED",
    "a device hears its own commands,                  pump, device,   commands/pump/go,        ''",
    "not all when one is denied,                       pump, device,   commands/pump/+,        "
        + " IMPLEMENTATION_SPECIFIC_ERROR",
    "the rule says what the client is told,            pump, device,   commands/pump/secret,   "
        + " IMPLEMENTATION_SPECIFIC_ERROR",
    "not deeper than allowed,                          pump, device,   commands/pump/#,        "
        + " NOT_AUTHORIZED",
    "a wildcard is wider than a name,                  pump, device,   commands/+/go,          "
        + " NOT_AUTHORIZED",
    "its own answers,                                  pump, device,   infer/+/response/pump,   ''",
    "not another's,                                    pump, device,   infer/+/response/fan,   "
        + " NOT_AUTHORIZED",
    "a right to publish is none to subscribe,          pump, device,   devices/pump/t,         "
        + " NOT_AUTHORIZED",
    "an operator hears nearly all,                     ops,  operator, devices/#,               ''",
    "a denial inside is a denial,                      ops,  operator, '#',                    "
        + " NOT_AUTHORIZED",
    "the server's own topics are no part of everything, ops, operator, $SYS/#,                 "
        + " NOT_AUTHORIZED",
    "two permissions are not added up,                 j,    joker,    +/x,                    "
        + " NOT_AUTHORIZED",
    "each alone is good,                               j,    joker,    left/x,                  ''"
  })
  void subscribes(String rule, String user, String role, String filter, String expected) {
    Optional<ReasonCode> refusal =
        expected.isEmpty() ? Optional.empty() : Optional.of(ReasonCode.valueOf(expected));
    assertThat(rights(user, role).refusal(TopicFilter.of(filter))).as(rule).isEqualTo(refusal);
  }

  @Test
  void rolesOfATokenCountLikeThoseOfTheFile() {
    Identity token = new Identity("token", "t", Set.of("operator"), "token:x", false);
    Rights rights = acl.rightsOf(new ClientId("t"), token, Set.of());
    assertThat(rights.mayPublish(TopicName.of("anywhere"))).isTrue();
  }

  @Test
  void whatIsAllowedOtherwiseIsAllowedOnLoopbackOnly() throws Exception {
    Acl open =
        load(
            """
            otherwise: allow
            roles:
              everyone:
                - {deny: subscribe, topics: [test/nosubscribe], code: 0x80}
            """);
    Rights here = open.rightsOf(new ClientId("c"), identity("", true), Set.of());
    Rights there = open.rightsOf(new ClientId("c"), identity("u", false), Set.of());
    assertThat(here.mayPublish(TopicName.of("x"))).isTrue();
    assertThat(here.refusal(TopicFilter.of("x/#"))).isEmpty();
    assertThat(here.refusal(TopicFilter.of("test/nosubscribe")))
        .contains(ReasonCode.UNSPECIFIED_ERROR);
    assertThat(there.mayPublish(TopicName.of("x"))).isFalse();
    assertThat(there.refusal(TopicFilter.of("x/#"))).contains(ReasonCode.NOT_AUTHORIZED);
  }

  @Test
  void aFilterMayBeDeniedExactlyAsItIsWritten() throws Exception {
    Acl open =
        load(
            """
            otherwise: allow
            roles:
              everyone:
                - {deny: subscribe, topics: [test/x], exactly: true, code: 0x80}
                - {deny: subscribe, topics: [secret/#]}
            """);
    Rights rights = open.rightsOf(new ClientId("c"), identity("", true), Set.of());

    assertThat(rights.refusal(TopicFilter.of("test/x"))).contains(ReasonCode.UNSPECIFIED_ERROR);
    assertThat(rights.refusal(TopicFilter.of("test/+"))).isEmpty();
    assertThat(rights.refusal(TopicFilter.of("secret/+"))).contains(ReasonCode.NOT_AUTHORIZED);
    assertThat(rights.refusal(TopicFilter.of("#"))).contains(ReasonCode.NOT_AUTHORIZED);
  }

  @Test
  void anAllowanceOfEverythingWithoutDenialsCostsNothing() throws Exception {
    Acl open = load("otherwise: allow\n");
    assertThat(open.rightsOf(new ClientId("c"), identity("", true), Set.of())).isSameAs(Rights.ALL);
  }

  @Test
  void aDenialIsNotForgottenForATopicThatWasAllowed() {
    Rights rights = rights("pump", "device");
    assertThat(rights.mayPublish(TopicName.of("devices/pump/t"))).isTrue();
    assertThat(rights.mayPublish(TopicName.of("devices/fan/t"))).isFalse();
    assertThat(rights.mayPublish(TopicName.of("devices/pump/t"))).isTrue();
  }

  @Test
  void clientIdsMayHaveToBeTheUsersOwn() throws Exception {
    Acl own = load("client-ids: own\n");
    assertThat(mayTake(own, "pump")).isTrue();
    assertThat(mayTake(own, "pump-2")).isTrue();
    assertThat(mayTake(own, "pumpernickel")).isFalse();
    assertThat(mayTake(own, "fan")).isFalse();
    assertThat(mayTake(acl, "fan")).isTrue();
  }

  @Test
  void aNameThatBeginsWithAnotherUsersIsTheLatters() throws Exception {
    Acl own = load("client-ids: own\n");
    assertThat(mayTake(own, "pump-2", "pump", "pump-2")).isFalse();
    assertThat(mayTake(own, "pump-2-north", "pump", "pump-2")).isFalse();
    assertThat(mayTake(own, "pump-22", "pump", "pump-2")).isTrue();
    assertThat(mayTake(own, "pump", "pump", "pump-2")).isTrue();
  }

  private boolean mayTake(Acl one, String client, String... users) {
    return one.mayTake(
        new ClientId(client), identity("pump", false), name -> Set.of(users).contains(name));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "roles: {a: [{allow: publish, topics: [x+]}]}"
            + "| acl.yaml:1:39: roles.a.0.topics.0: must be a topic filter: '+' alone on its level,"
            + " '#' alone on the last (found 'x+')",
        "roles: {a: [{topics: [x]}]}"
            + "| acl.yaml:1:13: roles.a.0: a rule says either allow or deny",
        "roles: {a: [{allow: publish, topics: [x], code: 0x80}]}"
            + "| acl.yaml:1:13: roles.a.0: code belongs to a denied subscription",
        "roles: {a: [{deny: all, topics: [x], exactly: true}]}"
            + "| acl.yaml:1:13: roles.a.0: exactly belongs to 'deny: subscribe'",
      })
  void aFaultIsOneLine(String text, String expected) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(folder + "/" + expected);
  }
}
