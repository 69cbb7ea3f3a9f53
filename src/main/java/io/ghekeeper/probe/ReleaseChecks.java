package io.ghekeeper.probe;

import io.ghekeeper.engine.InstalledEngine;
import io.ghekeeper.release.Advice;
import io.ghekeeper.release.Advice.Code;
import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseAdvice;
import io.ghekeeper.release.ReleaseTable;
import io.ghekeeper.release.ReleaseTables;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at how long the appliance's release is supported, and whether backups go on after its next upgrade. */
public final class ReleaseChecks {
    private static final Set<Code> ON_SUPPORT =
            EnumSet.of(Code.SUPPORT_ENDED, Code.SUPPORT_ENDS_SOON, Code.RELEASE_UNKNOWN, Code.TABLE_OLD);
    private static final Set<Code> ON_NEXT =
            EnumSet.of(Code.NO_ENGINE, Code.NO_ENGINE_FOR_NEXT, Code.ENGINE_UNFIT_FOR_NEXT);

    private final ReleaseTables tables;
    private final InstalledEngine installation;
    private final Clock clock;

    public ReleaseChecks(ReleaseTables tables, InstalledEngine installation, Clock clock) {
        this.tables = tables;
        this.installation = installation;
        this.clock = clock;
    }

    /** @throws io.ghekeeper.failure.Failure where the table that releases.file names cannot be used */
    @SuppressWarnings("MissingSummary")
    CheckDetail support(String applianceVersion) {
        ReleaseTable table = tables.table();
        Release appliance = Release.read(applianceVersion).orElseThrow();
        String ends = table.support(appliance.featureRelease(), today())
                .ends()
                .map(LocalDate::toString)
                .orElse("an unknown day");
        return found(
                advice(table, appliance, Optional.empty(), ON_SUPPORT),
                "GHES " + applianceVersion + " is supported until " + ends + " (table of " + table.date() + ")");
    }

    /** Whether backups go on after an upgrade to one of the next two feature releases. */
    CheckDetail next(String applianceVersion) {
        ReleaseTable table = tables.table();
        Release appliance = Release.read(applianceVersion).orElseThrow();
        Release engine = installation.release();
        String good = table.upgrades(appliance.featureRelease()).stream()
                .findFirst()
                .map(next -> installation.name() + " " + engine + " serves GHES " + next + ", too")
                .orElse("the table of " + table.date() + " has no release after GHES " + appliance.feature());
        return found(advice(table, appliance, Optional.of(engine), ON_NEXT), good);
    }

    private List<Advice> advice(ReleaseTable table, Release appliance, Optional<Release> engine, Set<Code> about) {
        return new ReleaseAdvice(table, today())
                .of(Optional.of(appliance), engine, Optional.empty()).stream()
                        .filter(advice -> about.contains(advice.code()))
                        .toList();
    }

    private static CheckDetail found(List<Advice> advice, String good) {
        return advice.isEmpty()
                ? CheckDetail.good(good)
                : CheckDetail.doubtful(
                        advice.stream().map(Advice::sentence).collect(Collectors.joining("; ")),
                        advice.stream().map(Advice::hint).distinct().collect(Collectors.joining(" ")));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
