package io.ghekeeper.monitor;

import io.ghekeeper.release.Advice;
import io.ghekeeper.release.Release;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The releases of the appliance and of backup-utils, and what the table of releases advises for them.
 *
 * @param appliance nothing where no run has recorded it
 * @param asked when the appliance named it
 * @param engine of the installed backup-utils; nothing where it names none
 * @param supportEnds the first day without GitHub's support; nothing where the table does not know it
 * @param table its date
 */
public record ReleaseReport(
        Optional<Release> appliance,
        Optional<Instant> asked,
        Optional<Release> engine,
        Optional<LocalDate> supportEnds,
        LocalDate table,
        List<Advice> advice) {
    public ReleaseReport {
        Objects.requireNonNull(appliance);
        Objects.requireNonNull(asked);
        Objects.requireNonNull(engine);
        Objects.requireNonNull(supportEnds);
        Objects.requireNonNull(table);
        advice = List.copyOf(advice);
    }
}
