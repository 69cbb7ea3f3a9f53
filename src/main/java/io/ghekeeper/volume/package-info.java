/**
 * The volume: every change that ghe-keeper makes to files on it, and what room and which abilities it has. Knows nothing
 * of what the files mean.
 */
package io.ghekeeper.volume;
