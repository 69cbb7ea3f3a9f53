/** One value for many readers: it is made once, kept for a while, and a source that hangs holds no reader. */
package io.ghekeeper.cache;
