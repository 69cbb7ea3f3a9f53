package io.ghekeeper.monitor;

import io.ghekeeper.release.Advice;
import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseAdvice;
import io.ghekeeper.release.ReleaseTable;
import io.ghekeeper.release.ReleaseTables;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of releases without the journal.
 *
 * @param trouble why the table is not the one that the configuration names
 * @param engine of the installed backup-utils; nothing where it names none
 */
public record KnownReleases(ReleaseTable table, Optional<Advice> trouble, Optional<Release> engine) {
    public KnownReleases {
        Objects.requireNonNull(table);
        Objects.requireNonNull(trouble);
        Objects.requireNonNull(engine);
    }

    /** By the tables, and by the release of the installed backup-utils. */
    public static KnownReleases of(ReleaseTables tables, Optional<Release> engine) {
        ReleaseTables.Usable usable = tables.usable();
        return new KnownReleases(usable.table(), usable.trouble(), engine);
    }

    /** What they advise for the appliance as the newest of the runs saw it. */
    ReleaseReport report(Optional<ProbedAppliance> appliance, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Optional<Release> release = appliance.map(ProbedAppliance::release);
        List<Advice> advice = new ArrayList<>();
        trouble.ifPresent(advice::add);
        advice.addAll(new ReleaseAdvice(table, today)
                .of(release, engine, appliance.flatMap(ProbedAppliance::backupServiceSeen)));
        return new ReleaseReport(
                release,
                appliance.map(ProbedAppliance::at),
                engine,
                release.flatMap(
                        known -> table.support(known.featureRelease(), today).ends()),
                table.date(),
                advice);
    }
}
