/**
 * What stands between requests and a server that may be slow, full, broken or gone: a limit of
 * concurrency that follows the server's times, a circuit breaker, retries within a budget, and the
 * one end of each call by its deadline. Plain objects owned by one caller at a time: time and
 * chance are arguments, what they want done comes out as values. Imports the JDK's collections
 * only.
 */
package dev.sluice.inference.guard;
