package dev.sluice.cloud.down;

import java.util.OptionalLong;

/**
 * Who is to have a message.
 *
 * @param lane by its place among {@link NodeLanes#NAMES}
 * @param maxAgeMs as its rule says; empty for never
 */
public record Addressee(String node, int lane, OptionalLong maxAgeMs) {}
