package dev.sluice.broker.durable;

/**
 * How far a source that counts its messages has been taken: up to that number each is here, or was
 * given up on purpose, and must not be taken again.
 *
 * @param source names it, and the life of it that does the counting
 */
public record SourceMark(String source, long number) {}
