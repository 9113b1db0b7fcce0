package dev.sluice.inference.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkReaderTest {
  @Test
  void readsTextEndAndModel() throws Exception {
    Chunk chunk =
        ChunkReader.read(
            """
            {"id":"x","object":"chat.completion.chunk","created":1,"model":"llama",
             "choices":[{"index":0,"delta":{"role":"assistant","content":"Hi \\u00e9"},
                         "logprobs":{"a":[1,{}]},"finish_reason":"length"}],
             "usage":{"completion_tokens":3}}
            """);
    assertThat(chunk)
        .isEqualTo(
            new Chunk("Hi é", Optional.of("length"), Optional.of("llama"), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":null}",
        "{\"choices\":[{\"delta\":{}}]}",
        "{\"choices\":[{\"delta\":null,\"finish_reason\":null}]}",
        "{\"choices\":[{\"delta\":{\"content\":null,\"reasoning_content\":\"hm\"}}]}"
      })
  void whatHoldsNoTextIsPassedOver(String event) throws Exception {
    assertThat(ChunkReader.read(event))
        .isEqualTo(new Chunk("", Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]|that is no object",
        "{\"choices\":{}}|whose choices are no list",
        "{\"choices\":[1]}|with a choice that is no object",
        "{\"choices\":[{\"delta\":[]}]}|whose delta is no object",
        "{\"choices\":[{\"delta\":{\"content\":7}}]}|whose content is no text",
        "{\"model\":7}|with a word that is no text",
        "{} {}|with something behind its JSON",
        "{\"choices\":[|that is not valid JSON, or too deep or too long",
        "hello|that is not valid JSON, or too deep or too long"
      })
  void saysWhatIsWrong(String event, String fault) {
    assertThatThrownBy(() -> ChunkReader.read(event)).hasMessage("an event " + fault);
  }

  @Test
  void depthIsBounded() {
    assertThatThrownBy(() -> ChunkReader.read("{\"a\":" + "[".repeat(100_000)))
        .isInstanceOf(StreamException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\":{\"code\":1,\"message\":\"no such model\"}}|no such model",
        "{\"error\":\"busy\"}|busy",
        "{\"error\":{\"message\":\"a\\nb\\u001bc\"}}|a b c",
        "{\"error\":{\"nested\":{\"message\":\"x\"}}}|''",
        "{\"detail\":\"other\"}|''",
        "<html>|''"
      })
  void anErrorIsOneLine(String body, String said) {
    assertThat(ChunkReader.error(body)).isEqualTo(said);
  }
}
