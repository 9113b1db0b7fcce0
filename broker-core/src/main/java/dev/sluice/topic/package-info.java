/**
 * Topic Names, Topic Filters and the trie that matches them. The trie is owned by one thread, the
 * broker loop. Imports the JDK only.
 */
package dev.sluice.topic;
