package dev.sluice.target.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.target.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAnswersTest {
  @ParameterizedTest
  @CsvSource({
    "OOM command not allowed when used memory > 'maxmemory'., Unavailable",
    "LOADING Redis is loading the dataset in memory, Unavailable",
    "WRONGTYPE Operation against a key holding the wrong kind of value, Refused",
    "ERR something new, Rejected"
  })
  void tellsTheEnginesTroubleFromTheRecords(String error, String kind) {
    Outcome outcome = RedisAnswers.refusal(error);

    assertThat(outcome.getClass().getSimpleName()).isEqualTo(kind);
  }
}
