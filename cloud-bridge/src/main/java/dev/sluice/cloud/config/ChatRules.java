package dev.sluice.cloud.config;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigFile;
import dev.sluice.uplink.chat.ChatEnvelope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a schema cannot say of chat models. */
final class ChatRules {
  private final ConfigFile source;

  ChatRules(ConfigFile source) {
    this.source = source;
  }

  void check(List<ChatModel> models) throws ConfigException {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < models.size(); i++) {
      String at = "inference.chat." + i;
      ChatModel model = models.get(i);
      if (!names.add(model.name())) {
        throw source.fault(at + ".name", "is the name of another chat model; choose another");
      }
      check(at, model);
    }
  }

  private void check(String at, ChatModel model) throws ConfigException {
    boolean secret = model.keyFile().isPresent() || model.keyEnv().isPresent();
    new UrlRules(source, at + ".url", "key-file").check(model.url(), secret);
    if (model.keyFile().isPresent() && model.keyEnv().isPresent()) {
      throw source.fault(at + ".key-env", "and key-file are two keys; take one of them out");
    }
    long chars = model.answerSize().bytes();
    if (chars < 1 || chars > ChatEnvelope.ANSWER_CHARS_MAX) {
      throw source.fault(at + ".answer-size", "must be 1B to 1MB");
    }
  }
}
