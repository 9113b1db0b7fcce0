/**
 * The command {@code completion}: what a shell completes of a program, from the program's own
 * options. Imports picocli only.
 */
package dev.sluice.completion;
