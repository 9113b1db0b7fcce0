package dev.sluice.inference.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {
  private static List<String> read(String stream) throws StreamException {
    return read(stream.getBytes(UTF_8));
  }

  private static List<String> read(byte[] stream) throws StreamException {
    List<String> events = new ArrayList<>();
    new EventReader(100, 10_000).read(List.of(ByteBuffer.wrap(stream)), events::add);
    return events;
  }

  @Test
  void readsTheDataOfEachEvent() throws Exception {
    assertThat(read("data: {\"a\":1}\n\ndata:[DONE]\n\n")).containsExactly("{\"a\":1}", "[DONE]");
  }

  @Test
  void knowsAllThreeEndsOfALine() throws Exception {
    assertThat(read("data: a\r\n\r\ndata: b\r\rdata: c\n\n")).containsExactly("a", "b", "c");
  }

  @Test
  void joinsLinesOfOneEvent() throws Exception {
    assertThat(read("data: a\ndata:  b\ndata\n\n")).containsExactly("a\n b\n");
  }

  @Test
  void passesOverCommentsAndOtherFields() throws Exception {
    assertThat(read("\uFEFF: hello\nevent: message\nid: 7\nretry: 10\ndata: a\n\n: bye\n\n"))
        .containsExactly("a");
  }

  @Test
  void anEventThatHasNotEndedIsNone() throws Exception {
    assertThat(read("data: a\n")).isEmpty();
    assertThat(read("data: a")).isEmpty();
    assertThat(read("\n\n\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>\n", "{\"error\":1}\n", "Data: a\n", " data: a\n", "datum: a\n"})
  void whatIsNoFieldIsNoStream(String line) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(StreamException.class)
        .hasMessage("something that is no stream of events");
  }

  @Test
  void bytesThatAreNoTextAreNoStream() {
    assertThatThrownBy(() -> read(new byte[] {'d', 'a', 't', 'a', ':', (byte) 0xff, '\n'}))
        .hasMessage("bytes that are not UTF-8");
  }

  @Test
  void nothingGrowsWithoutBound() {
    assertThatThrownBy(() -> read("data: " + "a".repeat(100)))
        .hasMessage("an event of more than 100 bytes");
    assertThatThrownBy(() -> read(("data: " + "a".repeat(60) + "\n").repeat(2)))
        .hasMessage("an event of more than 100 bytes");
    assertThatThrownBy(() -> read(": still here\n".repeat(1_000)))
        .hasMessage("a stream of more than 10000 bytes");
  }

  /** However the bytes are cut, the events are the same. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void cutsMakeNoDifference(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      List<String> said = new ArrayList<>();
      StringBuilder stream = new StringBuilder();
      String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
      for (int i = random.nextInt(8); i > 0; i--) {
        String text = "wört😀".repeat(random.nextInt(4));
        said.add(text);
        stream.append(random.nextBoolean() ? ": c" + end : "");
        stream.append("data: ").append(text).append(end).append(end);
      }
      assertThat(read(pieces(stream.toString().getBytes(UTF_8), random))).isEqualTo(said);
    }
  }

  private static List<String> read(List<ByteBuffer> pieces) throws StreamException {
    List<String> events = new ArrayList<>();
    EventReader reader = new EventReader(100, 10_000);
    for (ByteBuffer piece : pieces) {
      reader.read(List.of(piece), events::add);
    }
    return events;
  }

  private static List<ByteBuffer> pieces(byte[] bytes, SplittableRandom random) {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (int from = 0; from < bytes.length; ) {
      int until = Math.min(bytes.length, from + random.nextInt(1, 9));
      pieces.add(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, until)));
      from = until;
    }
    return pieces;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5, 6})
  void nothingButItsOwnExceptionEscapesFromDamagedStreams(long seed) {
    var random = new SplittableRandom(seed);
    String good = "data: {\"choices\":[{\"delta\":{\"content\":\"hé\"}}]}\r\n\r\ndata: [DONE]\n\n";
    int whole = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = good.getBytes(UTF_8);
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        for (String event : read(bytes)) {
          ChunkReader.read(event);
          whole++;
        }
      } catch (StreamException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThat(whole).as("some damage still leaves an event").isPositive();
  }
}
