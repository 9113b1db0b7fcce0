package dev.sluice.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairTokenTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final PairToken TOKEN =
      new PairToken("gw-1", "bridge.example", 8884, SECRET, "ab".repeat(32));

  @Test
  void comesBackFromItsText() {
    assertThat(PairToken.parse(TOKEN.text())).contains(TOKEN);
    assertThat(TOKEN.text()).doesNotContain(" ");
  }

  @Test
  void aTextOfWhichApartIsMissingOrChangedIsNone() {
    String text = TOKEN.text();
    for (int length = 0; length < text.length(); length++) {
      assertThat(PairToken.parse(text.substring(0, length))).as("%d characters", length).isEmpty();
    }
    List.of("", "gw-1", text + "=x", text.replace('1', '2'), " " + text)
        .forEach(wrong -> assertThat(PairToken.parse(wrong)).as(wrong).isEmpty());
  }

  @Test
  void nobodyIsInvitedUnderANameThatOpensTopicsOfOthers() {
    List.of("a/b", "+", "#", "", "..")
        .forEach(
            name ->
                assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PairToken(name, "h", 1, SECRET, TOKEN.fingerprint())));
  }

  @Test
  void theSecretIsNotShown() {
    assertThat(TOKEN.toString()).doesNotContain(SECRET);
  }
}
