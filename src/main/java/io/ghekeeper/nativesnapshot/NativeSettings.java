package io.ghekeeper.nativesnapshot;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which EBS snapshots of the volume are taken, and which are kept.
 *
 * @param enabled whether any are taken; else no AWS call is made
 * @param schedule UNIX cron lines; none where one is taken after each good backup
 * @param followTags whether tags of the volume or its instance hold instead
 * @param label part of each snapshot's tags; it separates several keepers of one account
 * @param volumeId as {@code vol-0123456789abcdef0}; nothing where the volume is found
 * @param volumeTag a tag that only the volume has; nothing where none is configured
 * @param region of the volume; nothing for that of the SDK's own chain
 * @param endpoint of EC2; nothing for the Region's own
 * @param expiry which snapshots are kept
 * @param pendingAge after which a snapshot that is not completed is named
 * @param maxAge after which the newest completed one is named as too old
 * @param protection what is done with each new one
 */
public record NativeSettings(
        boolean enabled,
        List<String> schedule,
        boolean followTags,
        String label,
        Optional<String> volumeId,
        Optional<VolumeTag> volumeTag,
        Optional<String> region,
        Optional<URI> endpoint,
        ExpirySettings expiry,
        Duration pendingAge,
        Duration maxAge,
        ProtectionSettings protection) {
    public NativeSettings {
        schedule = List.copyOf(schedule);
        Objects.requireNonNull(label);
        Objects.requireNonNull(volumeId);
        Objects.requireNonNull(volumeTag);
        Objects.requireNonNull(region);
        Objects.requireNonNull(endpoint);
        Objects.requireNonNull(expiry);
        Objects.requireNonNull(pendingAge);
        Objects.requireNonNull(maxAge);
        Objects.requireNonNull(protection);
    }

    /** A tag's key and value. */
    public record VolumeTag(String key, String value) {
        public VolumeTag {
            Objects.requireNonNull(key);
            Objects.requireNonNull(value);
        }

        /** As people write it: {@code KEY=VALUE}. */
        @Override
        public String toString() {
            return key + "=" + value;
        }
    }

    /**
     * Which completed snapshots are kept: the newest ones by their number, and the young ones. The newest one always stays.
     *
     * @param keepLast how many, 1 at least
     * @param keepFor how long each is kept; nothing where the number alone decides
     * @param key of the configuration that has the number
     */
    public record ExpirySettings(int keepLast, Optional<Duration> keepFor, String key) {
        /** Those of the volume's own Region. */
        public ExpirySettings(int keepLast, Optional<Duration> keepFor) {
            this(keepLast, keepFor, "native.keep-last");
        }

        public ExpirySettings {
            Objects.requireNonNull(keepFor);
        }
    }
}
