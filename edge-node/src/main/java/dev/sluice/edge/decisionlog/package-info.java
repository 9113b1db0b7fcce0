/**
 * The decision log on disk: a bounded queue from the broker loop, one thread that owns the files.
 * Imports {@code dev.sluice.edge.core}, {@code dev.sluice.policy.log} and the JDK's files.
 */
package dev.sluice.edge.decisionlog;
