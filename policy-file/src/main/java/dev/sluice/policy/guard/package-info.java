/**
 * Guards: small expressions over a message that say whether a route is for it. Compiled once, when
 * the file is read, with every type checked; evaluating one reads a message, cannot loop and
 * touches nothing else. The syntax is a subset of the Common Expression Language. No state.
 */
package dev.sluice.policy.guard;
