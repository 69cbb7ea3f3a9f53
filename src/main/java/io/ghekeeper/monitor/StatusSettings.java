package io.ghekeeper.monitor;

import io.ghekeeper.history.SnapshotEntry.EvidenceRung;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the state is judged by, and whose state it is.
 *
 * @param maxAge of the last good backup, beyond which the state is bad
 * @param verifiedWithin how old the newest verified snapshot may be, where that is bounded
 * @param restoredWithin the same for the newest snapshot that a restore or drill proved
 * @param archive where snapshots are archived, where they are
 * @param nativeSnapshots where native snapshots are taken
 * @param appliance host of the appliance that is backed up, as it is configured
 * @param enginePrunes whether the engine deletes old snapshots
 */
public record StatusSettings(
        Duration maxAge,
        Optional<Duration> verifiedWithin,
        Optional<Duration> restoredWithin,
        Optional<ArchiveBound> archive,
        Optional<NativeBound> nativeSnapshots,
        String appliance,
        boolean enginePrunes) {
    /**
     * Where native snapshots are taken.
     *
     * @param maxAge how old the newest completed one may be
     * @param pendingAge how old one that is not completed may be
     * @param followTags whether tags of the volume are followed
     */
    public record NativeBound(Duration maxAge, Duration pendingAge, boolean followTags) {
        public NativeBound {
            Objects.requireNonNull(maxAge);
            Objects.requireNonNull(pendingAge);
        }
    }

    /** Where no native snapshots are taken. */
    public StatusSettings(
            Duration maxAge,
            Optional<Duration> verifiedWithin,
            Optional<Duration> restoredWithin,
            Optional<ArchiveBound> archive,
            String appliance,
            boolean enginePrunes) {
        this(maxAge, verifiedWithin, restoredWithin, archive, Optional.empty(), appliance, enginePrunes);
    }

    /**
     * Where snapshots are archived.
     *
     * @param store as {@code s3://bucket/prefix} or {@code file:///path}
     * @param encrypted whether objects are encrypted before they leave
     * @param maxAge how old the newest archived snapshot may be
     */
    public record ArchiveBound(String store, boolean encrypted, Duration maxAge) {
        public ArchiveBound {
            Objects.requireNonNull(store);
            Objects.requireNonNull(maxAge);
        }
    }

    public StatusSettings {
        Objects.requireNonNull(maxAge);
        Objects.requireNonNull(verifiedWithin);
        Objects.requireNonNull(restoredWithin);
        Objects.requireNonNull(archive);
        Objects.requireNonNull(nativeSnapshots);
        Objects.requireNonNull(appliance);
    }

    /** The bounds by the evidence that they are of. */
    Map<EvidenceRung, Duration> evidenceWithin() {
        Map<EvidenceRung, Duration> within = new EnumMap<>(EvidenceRung.class);
        verifiedWithin.ifPresent(bound -> within.put(EvidenceRung.VERIFIED, bound));
        archive.ifPresent(bound -> within.put(EvidenceRung.ARCHIVED, bound.maxAge()));
        restoredWithin.ifPresent(bound -> within.put(EvidenceRung.RESTORED, bound));
        return within;
    }
}
