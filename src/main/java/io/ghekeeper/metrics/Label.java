package io.ghekeeper.metrics;

import io.ghekeeper.engine.StepId;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.Observation;
import io.ghekeeper.monitor.ProcessCounters;
import io.ghekeeper.monitor.StatusReport;
import io.ghekeeper.monitor.SupervisorReport;
import io.ghekeeper.release.Advice;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A label with all values that it can have, so that nothing from outside can make series without end. None is called
 * {@code job} or {@code instance}: Prometheus gives those itself, and would rename ours.
 *
 * @param values none where a program's own build says them
 */
record Label(String name, Set<String> values) {
    /** What is not among the values that are known. */
    static final String OTHER = "other";

    static final Label KIND = of("kind", words(Run.Kind.values()));
    static final Label TICKS = of("kind", words(ProcessCounters.JobName.values()));
    static final Label OUTCOME = of("outcome", words(Run.Outcome.values()));
    /** Of a run that has ended and was not skipped. */
    static final Label LAST_OUTCOME =
            of("outcome", List.of("succeeded", "accepted", "suspect", "failed", "interrupted"));
    /** Since the last good backup. */
    static final Label NO_SUCCESS = of("outcome", List.of("suspect", "failed", "interrupted", "skipped"));

    static final Label FAILURE = open(
            "failure",
            Arrays.stream(FailureKind.values()).map(FailureKind::metricLabel).toList());
    static final Label STEP = open("step", StepId.titles());
    static final Label MARKER = open("marker", List.of("in-progress", "in-progress-backup", "in-progress-restore"));
    static final Label MARKER_STATE = of("state", List.of("stale", "alive"));
    static final Label REASON = open("reason", List.of("no_process", "other_program", "pid_reused", "no_tool"));
    static final Label STATUS = of("state", words(StatusReport.StatusState.values()));
    static final Label SUPERVISOR = of("state", words(SupervisorReport.SupervisorState.values()));
    static final Label ADVICE = of("advice", words(Advice.Code.values()));
    static final Label SNAPSHOT = of("state", words(SnapshotEntry.SnapshotState.values()));
    static final Label PROOF = of("proof", List.of("captured", "restored"));
    static final Label EVIDENCE = of("evidence", words(SnapshotEntry.EvidenceRung.values()));
    static final Label LEASE = of("state", words(Observation.LeaseState.values()));
    static final Label RESOURCE = of("resource", List.of("bytes", "inodes"));
    static final Label VERSION = of("version", List.of());
    static final Label REVISION = of("revision", List.of());
    static final Label HOST = of("host", List.of());
    static final Label JAVA = of("java_version", List.of());

    Label {
        values = Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    private static Label of(String name, List<String> values) {
        return new Label(name, new LinkedHashSet<>(values));
    }

    private static Label open(String name, List<String> values) {
        return of(
                name,
                Stream.concat(values.stream(), Stream.of(OTHER)).distinct().toList());
    }

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values).map(Label::word).toList();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Whether its values are few and known; else they are those of the program itself. */
    boolean isBounded() {
        return !values.isEmpty();
    }

    /** The value that is written for one that was read. */
    String bounded(String read) {
        if (!isBounded() || values.contains(read)) {
            return read;
        }
        if (values.contains(OTHER)) {
            return OTHER;
        }
        throw new IllegalStateException("the label " + name + " has no value " + read);
    }
}
