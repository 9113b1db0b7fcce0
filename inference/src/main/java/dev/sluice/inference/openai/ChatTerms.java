package dev.sluice.inference.openai;

import java.util.Optional;

/**
 * How a chat model is asked.
 *
 * @param model as the server calls it
 * @param system what it is told before the prompt
 * @param tokensMax of the answer
 * @param answerCharsMax beyond which an answer is given up
 */
public record ChatTerms(
    String model,
    Optional<String> system,
    Optional<Integer> tokensMax,
    Optional<Double> temperature,
    int answerCharsMax) {}
