/**
 * Whether the native runtime may be loaded at all: a model that this machine has not run yet is run
 * in a child process first, so that what crashes the child does not crash the broker. What came out
 * is remembered in a file. Where it went wrong, models run in plain Java. Imports the package
 * above, the plain runtime and the JDK.
 */
package dev.sluice.inference.trial;
