/**
 * What documents and shells are told of the product as a whole: the tree of all commands, the
 * configuration reference from the schemas, charts from the laboratory's results. Its tests keep
 * the documents true: every command in them, every metric, every exit code. Not shipped; imports
 * the commands of all programs, and nobody imports it.
 */
package dev.sluice.handbook;
