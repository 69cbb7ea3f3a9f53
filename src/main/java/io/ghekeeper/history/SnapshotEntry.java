package io.ghekeeper.history;

import io.ghekeeper.journal.Run;
import io.ghekeeper.snapshot.Evidence;
import io.ghekeeper.snapshot.ReadBack;
import io.ghekeeper.text.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A snapshot, with what the journal knows of it. No text in it holds control characters.
 *
 * @param begun what its name says: when its backup began
 * @param current whether {@code current} names it
 * @param run that made it, where the journal still has it
 * @param contents as counted when it was captured; nothing where the journal does not have them
 * @param losses what it lacks, when it is suspect
 * @param restored the newest restore or drill that proved it; nothing where a newer one disproved it
 * @param failed the newest restore or drill that disproved it; nothing where a newer one proved it
 * @param attempt the newest restore or drill of it that neither proved nor disproved it, as {@code 20261120T...: key-refused}
 * @param damage why it cannot be a snapshot, as a clause; present when it is {@link SnapshotState#DAMAGED}
 * @param remarks what else its run says of it
 * @param evidence what is recorded of it outside of the runs, as a pin
 */
public record SnapshotEntry(
        String id,
        Instant begun,
        SnapshotState state,
        boolean current,
        Optional<String> applianceVersion,
        Optional<String> run,
        Optional<FileCounts> contents,
        List<String> losses,
        Optional<ProvenRestore> restored,
        Optional<FailedRestore> failed,
        Optional<String> attempt,
        Optional<String> damage,
        SnapshotRemarks remarks,
        Evidence evidence) {

    /** How far it is proven, rung by rung; a higher one does not need all below it. */
    public enum EvidenceRung {
        /** The engine succeeded, and nothing was missing. */
        CAPTURED,
        /** What it contained is written down. */
        SEALED,
        /** It was read, and is equal to its seal. */
        VERIFIED,
        /** It is whole in the store outside of the volume, and that was proven there. */
        ARCHIVED,
        /** An EBS snapshot with it is completed in another Region, too. */
        COPIED,
        /** A restore or drill of it passed its checks. */
        RESTORED;

        /** As people and documents have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The highest of a ladder in a word; {@code -} where there is none. */
        public static String highest(List<EvidenceRung> rungs) {
            return rungs.isEmpty() ? "-" : rungs.get(rungs.size() - 1).word();
        }

        /**
         * What a snapshot has of them, from the lowest. Damage, a doubt or a failed drill is stronger than any.
         *
         * @param restored whether a restore or drill proved it
         */
        public static List<EvidenceRung> of(SnapshotState state, Evidence evidence, boolean restored) {
            if (state != SnapshotState.GOOD && state != SnapshotState.COMPLETE) {
                return List.of();
            }
            return Stream.of(values())
                    .filter(rung -> switch (rung) {
                        case CAPTURED -> state == SnapshotState.GOOD;
                        case SEALED -> evidence.sealed();
                        case VERIFIED ->
                            evidence.readBack().filter(ReadBack::isWhole).isPresent();
                        case ARCHIVED -> evidence.archived().isPresent();
                        case COPIED -> !evidence.copied().isEmpty();
                        case RESTORED -> restored;
                    })
                    .toList();
        }
    }

    /** Whether it has this evidence. */
    public boolean has(EvidenceRung rung) {
        return rungs().contains(rung);
    }

    /** What it has of {@link EvidenceRung}, from the lowest. */
    public List<EvidenceRung> rungs() {
        return EvidenceRung.of(state, evidence, restored.isPresent());
    }

    /** What it is worth. */
    public enum SnapshotState {
        /** Whole, and its run ended well, or a person accepted it. */
        GOOD,
        /** Whole, and lacks content. */
        SUSPECT,
        /** Whole, and the newest conclusive restore or drill of it found less on its target. Stronger than any good run. */
        FAILED_ITS_DRILL,
        /** Whole, but no good run vouches for it: made by hand, its run is forgotten, or it failed behind the capture. */
        COMPLETE,
        /** What a dead run left. */
        INCOMPLETE,
        /** Named like a complete snapshot, and cannot be one, or a verification found damage in it: it counts for nothing. */
        DAMAGED,
        /** A run is writing it. */
        BEING_WRITTEN;

        /** As people read it. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * That it was restored, and looked at there.
     *
     * @param took the whole run: the measured time to recover
     * @param source the store that the run fetched it out of, or {@link #VOLUME}; nothing where the record does not say it
     * @param checks which parts of it were checked, and which could not be
     */
    public record ProvenRestore(
            String run, Run.Kind kind, Instant at, String host, Duration took, Optional<String> source, Checks checks) {
        /** It was on the volume before. */
        public static final String VOLUME = "the volume";
    }

    /**
     * The names of the checks after a restore.
     *
     * @param passed those that were good: what the proof is of
     * @param unknown those that could not be made
     */
    public record Checks(List<String> passed, List<String> unknown) {
        public static final Checks NONE = new Checks(List.of(), List.of());

        public Checks {
            passed = List.copyOf(passed);
            unknown = List.copyOf(unknown);
        }

        /** Such as {@code checked: repositories, gists; not checked: storage}; nothing where none is recorded. */
        public String words() {
            return Stream.of(part("checked", passed), part("not checked", unknown))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("; "));
        }

        private static String part(String what, List<String> names) {
            return names.isEmpty() ? "" : what + ": " + String.join(", ", names);
        }
    }

    /**
     * That it was restored, and the checks on the target failed.
     *
     * @param checks each that failed, with both numbers where it counted
     */
    public record FailedRestore(String run, Run.Kind kind, Instant at, String host, List<String> checks) {
        /** What a run says that disproved the snapshot. */
        public static FailedRestore of(Run failure) {
            return new FailedRestore(
                    PlainText.of(failure.id()),
                    failure.kind(),
                    failure.end().orElseThrow().at(),
                    RunEvents.targetHost(failure).orElse("unknown"),
                    RunEvents.failedChecks(failure));
        }

        public FailedRestore {
            checks = List.copyOf(checks);
        }

        /** Such as {@code failed its drill}. */
        public String words() {
            return kind.isDrill() ? SnapshotState.FAILED_ITS_DRILL.words() : "failed its restore checks";
        }
    }

    /**
     * Its files.
     *
     * @param linked how many of them are shared with other snapshots
     * @param bytes of all files
     * @param newBytes of those that no other snapshot had
     */
    public record FileCounts(long files, long linked, long bytes, long newBytes) {
        /** Linked files of a hundred; 0 for an empty snapshot. */
        public int percentLinked() {
            return files == 0 ? 0 : (int) (linked * 100.0 / files);
        }
    }

    /** Whether its name is no time, so that it has no age. */
    public boolean isTimeless() {
        return begun.equals(Instant.EPOCH);
    }

    public SnapshotEntry {
        Objects.requireNonNull(id);
        Objects.requireNonNull(begun);
        Objects.requireNonNull(state);
        Objects.requireNonNull(applianceVersion);
        Objects.requireNonNull(run);
        Objects.requireNonNull(contents);
        losses = List.copyOf(losses);
        Objects.requireNonNull(restored);
        Objects.requireNonNull(failed);
        Objects.requireNonNull(attempt);
        Objects.requireNonNull(remarks);
        Objects.requireNonNull(evidence);
    }

    /** Its state as people read it: a restore is no drill. */
    public String stateWords() {
        return state == SnapshotState.FAILED_ITS_DRILL
                ? failed.map(FailedRestore::words).orElse(state.words())
                : state.words();
    }
}
