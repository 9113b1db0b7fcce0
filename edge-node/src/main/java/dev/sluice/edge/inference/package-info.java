/**
 * Models, guards and payload decoding off the broker loop. Its threads own the models and the
 * devices' windows; results come back to the loop as turns. Imports {@code dev.sluice.edge.core},
 * {@code dev.sluice.inference}, {@code dev.sluice.policy} and Caffeine.
 */
package dev.sluice.edge.inference;
