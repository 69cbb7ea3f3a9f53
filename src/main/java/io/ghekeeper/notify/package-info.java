/**
 * Tells people what they must know without looking: by webhook, by mail, and by a ping that is missed when it stays away.
 * What a receiver does never reaches a run.
 */
package io.ghekeeper.notify;
