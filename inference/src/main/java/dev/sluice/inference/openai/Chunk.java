package dev.sluice.inference.openai;

import java.util.Optional;

/**
 * What one event of a chat completion says.
 *
 * @param text that follows; may be empty
 * @param finish why the text ends with it
 * @param model as the server calls it
 * @param error that the server tells instead of going on
 */
record Chunk(String text, Optional<String> finish, Optional<String> model, Optional<String> error) {

  /** The event that ends a stream. */
  static final String DONE = "[DONE]";
}
