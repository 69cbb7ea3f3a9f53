package io.ghekeeper.metrics;

import io.ghekeeper.monitor.NativeReport;
import io.ghekeeper.monitor.NativeReport.SeenSnapshot;
import java.time.Duration;

/** The native snapshots of the volume, as they were last seen. Nothing where they are off, or cannot be read. */
final class NativeFigures {
    private NativeFigures() {}

    static void write(NativeReport natives, Samples samples) {
        if (!natives.isNever()) {
            samples.add(Metric.NATIVE_MAX_AGE, natives.maxAge());
        }
        samples.add(Metric.NATIVE_PENDING_MAX_AGE, natives.pendingAge());
        if (natives.unreadable().isPresent()) {
            return;
        }
        natives.newest()
                .ifPresent(
                        one -> samples.add(Metric.NATIVE_NEWEST, one.snapshot().asked()));
        natives.first().ifPresent(at -> samples.add(Metric.NATIVE_FIRST, at));
        samples.add(Metric.NATIVE_OPEN, natives.open().size());
        samples.add(
                Metric.NATIVE_OPEN_AGE,
                natives.open().stream()
                        .map(SeenSnapshot::age)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO));
        samples.add(Metric.NATIVE_FAILED, natives.failed().isPresent() ? 1 : 0);
        samples.add(Metric.NATIVE_UNDONE, natives.undone().size());
    }
}
