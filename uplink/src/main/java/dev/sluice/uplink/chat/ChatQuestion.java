package dev.sluice.uplink.chat;

/**
 * What the edge asks of the cloud.
 *
 * @param model one of the cloud's chat models
 * @param growing whether the text is wanted while it grows
 * @param priority 0 to 9
 * @param answerCharsMax beyond which the answer is not wanted
 * @param deadlineNanos monotonic at the edge
 */
public record ChatQuestion(
    String model,
    String prompt,
    boolean growing,
    int priority,
    int answerCharsMax,
    long deadlineNanos) {}
