/**
 * The page for people: one HTML document of one observation, without scripts and without anything from elsewhere. Reads
 * nothing itself, and knows nothing of who sends it.
 */
package io.ghekeeper.page;
