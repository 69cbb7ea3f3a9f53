/**
 * Which snapshots are kept, and why. The plan is a pure function of facts, settings and one instant; nothing here deletes
 * anything.
 */
package io.ghekeeper.retention;
