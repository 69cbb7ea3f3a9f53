/**
 * Notifies people by webhook and by mail, and pings a dead man's switch. A receiver's failure never affects a run.
 */
package io.ghekeeper.notify;
