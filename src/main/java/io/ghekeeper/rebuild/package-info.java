/** Fills a data directory from the store, where that is new, empty, broken, stale or damaged. */
package io.ghekeeper.rebuild;
