package dev.sluice.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.sim.check.Answer.Placement;
import dev.sluice.sim.check.Answer.Status;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLedgerTest {
  private static final long MILLI = 1_000_000;
  private static final Optional<Boolean> ANOMALOUS = Optional.of(true);
  private static final Answer RIGHT = answer(Status.OK, "anomaly");
  private static final Answer WRONG = answer(Status.OK, "normal");

  private Checker checker;

  @Test
  void keepsQuietWhenEveryPromiseIsKept() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    ledger.answered(0, RIGHT, at(5));
    assertThat(total().promisesKept()).isTrue();
    assertThat(checker.settled()).isTrue();
    assertThat(total().results()).isEqualTo(1);
  }

  @Test
  void findsAnAcknowledgedMessageThatIsNeverAnswered() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    assertThat(total().unanswered()).isEqualTo(1);
    assertThat(total().lost()).isEqualTo(1);
    assertThat(total().promisesKept()).isFalse();
    assertThat(checker.settled()).isFalse();
  }

  @Test
  void blamesNobodyForAMessageThatWasNotAcknowledged() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    assertThat(total().unacknowledged()).isEqualTo(1);
    assertThat(total().promisesKept()).isTrue();
    assertThat(checker.settled()).isFalse();
  }

  @Test
  void findsAnAcknowledgedMessageThatIsNeverDelivered() {
    DeviceLedger ledger = delivery(1);
    ledger.published(0, Optional.empty());
    ledger.published(0, Optional.empty());
    ledger.acknowledged(0);
    ledger.acknowledged(1);
    ledger.delivered(1, at(1));
    assertThat(total().lost()).isEqualTo(1);
    assertThat(total().unanswered()).isZero();
    assertThat(total().delivered()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void findsASecondTerminalAnswer(int qos) {
    DeviceLedger ledger = answers(qos);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    ledger.answered(0, RIGHT, at(5));
    ledger.answered(0, RIGHT, at(6));
    assertThat(total().duplicates()).isEqualTo(1);
    assertThat(total().results()).isEqualTo(1);
  }

  @Test
  void findsASecondAnswerBeforeTheAcknowledgement() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.answered(0, RIGHT, at(5));
    ledger.answered(0, RIGHT, at(6));
    ledger.acknowledged(0);
    assertThat(total().duplicates()).isEqualTo(1);
    assertThat(checker.settled()).isTrue();
  }

  @Test
  void findsASecondDelivery() {
    DeviceLedger ledger = delivery(2);
    ledger.published(0, Optional.empty());
    ledger.acknowledged(0);
    ledger.delivered(0, at(1));
    ledger.delivered(0, at(2));
    assertThat(total().duplicates()).isEqualTo(1);
  }

  @Test
  void allowsARepetitionAtQos1OfWhatWasSentAgain() {
    DeviceLedger ledger = answersAfterAReconnect(1);
    assertThat(total().duplicates()).isZero();
    assertThat(total().redelivered()).isEqualTo(1);
    assertThat(ledger.next()).isEqualTo(1);
  }

  @Test
  void allowsNoRepetitionAtQos2EvenOfWhatWasSentAgain() {
    answersAfterAReconnect(2);
    assertThat(total().duplicates()).isEqualTo(1);
  }

  @Test
  void allowsNoRepetitionOfWhatWasAcknowledgedBeforeTheReconnect() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    ledger.disconnected();
    ledger.answered(0, RIGHT, at(5));
    ledger.answered(0, RIGHT, at(6));
    assertThat(total().duplicates()).isEqualTo(1);
  }

  @Test
  void allowsARedeliveryThatSaysSo() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    ledger.answered(0, RIGHT, at(5));
    ledger.answered(0, RIGHT, new Arrival(6 * MILLI, true));
    assertThat(total().duplicates()).isZero();
    assertThat(total().redelivered()).isEqualTo(1);
  }

  @Test
  void allowsOnceThatWhatCameBeforeALostConnectionComesAgain() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    ledger.answered(0, RIGHT, at(5));
    ledger.disconnected();
    ledger.answered(0, RIGHT, at(6));
    assertThat(total().duplicates()).isZero();
    ledger.answered(0, RIGHT, at(7));
    assertThat(total().duplicates()).isEqualTo(1);
  }

  @Test
  void allowsNoRedeliveryAtQos2WhateverItSays() {
    DeviceLedger ledger = delivery(2);
    ledger.published(0, Optional.empty());
    ledger.acknowledged(0);
    ledger.delivered(0, at(5));
    ledger.disconnected();
    ledger.delivered(0, new Arrival(6 * MILLI, true));
    assertThat(total().duplicates()).isEqualTo(1);
  }

  @Test
  void doesNotTakePartsForAnswers() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    ledger.answered(0, part(1), at(1));
    ledger.answered(0, part(2), at(2));
    assertThat(total().unanswered()).isEqualTo(1);
    assertThat(total().parts()).isEqualTo(2);
    assertThat(total().duplicates()).isZero();
  }

  @Test
  void findsALateAnswer() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.published(0, ANOMALOUS);
    ledger.answered(0, RIGHT, at(300));
    ledger.answered(1, RIGHT, at(301));
    assertThat(total().late()).isEqualTo(1);
    assertThat(total().inDeadline()).isEqualTo(1);
    assertThat(total().deadlineHitRatio()).hasValue(0.5);
    assertThat(total().correctInDeadline()).hasValue(1);
  }

  @Test
  void countsLatencyFromTheIntendedTime() {
    DeviceLedger ledger = answers(1);
    ledger.published(100 * MILLI, ANOMALOUS);
    ledger.answered(0, RIGHT, at(142));
    assertThat(total().p50Ms().orElseThrow()).isBetween(42.0, 42.1);
  }

  @Test
  void findsAWrongAnswer() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.published(0, ANOMALOUS);
    ledger.published(0, Optional.of(false));
    ledger.answered(0, WRONG, at(1));
    ledger.answered(1, RIGHT, at(1));
    ledger.answered(2, WRONG, at(1));
    assertThat(total().correctInDeadline()).hasValue(2);
    assertThat(total().accuracy().orElseThrow()).isEqualTo(2.0 / 3);
  }

  @Test
  void countsAnErrorAnswerAsAnswerButNotAsHit() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    ledger.answered(0, answer(Status.SHED, ""), at(1));
    assertThat(total().unanswered()).isZero();
    assertThat(total().inDeadline()).isZero();
    assertThat(total().resultsByStatus()).containsExactly(entry("shed", 1L));
  }

  @Test
  void forgetsNothingThatIsOpenAndEverythingThatIsSettled() {
    DeviceLedger ledger = answers(1);
    for (long i = 0; i < DeviceLedger.OPEN_MAX; i++) {
      assertThat(ledger.hasRoom()).isTrue();
      ledger.published(0, ANOMALOUS);
    }
    assertThat(ledger.hasRoom()).isFalse();
    ledger.acknowledged(7);
    ledger.answered(7, RIGHT, at(1));
    assertThat(ledger.hasRoom()).isTrue();
  }

  @Test
  void owesNothingToARefusedMessage() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.refused(0);
    assertThat(total().refused()).isEqualTo(1);
    assertThat(checker.settled()).isTrue();
  }

  @Test
  void countsWhatBelongsToNoMessageAsForeign() {
    DeviceLedger ledger = answers(1);
    ledger.answered(0, RIGHT, at(1));
    ledger.answered(-1, RIGHT, at(1));
    ledger.foreign();
    assertThat(total().foreign()).isEqualTo(3);
    assertThat(total().duplicates()).isZero();
  }

  @Test
  void ignoresASecondAcknowledgement() {
    DeviceLedger ledger = answers(1);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    ledger.acknowledged(0);
    assertThat(total().acknowledged()).isEqualTo(1);
  }

  @Test
  void losesNothingAtQos0() {
    DeviceLedger ledger = answers(0);
    ledger.published(0, ANOMALOUS);
    ledger.acknowledged(0);
    assertThat(total().acknowledged()).isZero();
    assertThat(total().promisesKept()).isTrue();
    assertThat(checker.settled()).isTrue();
  }

  private DeviceLedger answersAfterAReconnect(int qos) {
    DeviceLedger ledger = answers(qos);
    ledger.published(0, ANOMALOUS);
    ledger.disconnected();
    ledger.acknowledged(0);
    ledger.answered(0, RIGHT, at(5));
    ledger.answered(0, RIGHT, at(6));
    return ledger;
  }

  private DeviceLedger answers(int qos) {
    return open(new GroupRules("g", Expectation.ANSWERS, qos, OptionalLong.of(300 * MILLI)));
  }

  private DeviceLedger delivery(int qos) {
    return open(new GroupRules("g", Expectation.DELIVERY, qos, OptionalLong.empty()));
  }

  private DeviceLedger open(GroupRules rules) {
    checker = new Checker(List.of(rules));
    return checker.open("g");
  }

  private Outcome total() {
    return checker.total();
  }

  private static Arrival at(long millis) {
    return new Arrival(millis * MILLI, false);
  }

  private static Answer answer(Status status, String label) {
    return new Answer(
        status,
        Placement.EDGE,
        "CHEAPER_LOCAL",
        Optional.of(label).filter(word -> !word.isEmpty()),
        OptionalDouble.empty(),
        OptionalInt.empty());
  }

  private static Answer part(int number) {
    return new Answer(
        Status.OK,
        Placement.CLOUD,
        "STREAM",
        Optional.empty(),
        OptionalDouble.empty(),
        OptionalInt.of(number));
  }
}
