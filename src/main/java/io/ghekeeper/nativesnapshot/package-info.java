/**
 * Native snapshots: EBS snapshots of the volume, taken when a good backup is on it and nothing runs. {@code native} is a word of
 * Java, so the package has another name than the section of the configuration.
 */
package io.ghekeeper.nativesnapshot;
