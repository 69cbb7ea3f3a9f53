package io.ghekeeper.probe;

import io.ghekeeper.engine.Installation;
import io.ghekeeper.release.FeatureRelease;
import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseTable;
import io.ghekeeper.release.ReleaseTables;
import io.ghekeeper.release.Support;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Looks at how long the appliance's release is supported, and whether backups go on after its next upgrade. */
public final class ReleaseLooks {
    private final ReleaseTables tables;
    private final Installation installation;
    private final Clock clock;

    public ReleaseLooks(ReleaseTables tables, Installation installation, Clock clock) {
        this.tables = tables;
        this.installation = installation;
        this.clock = clock;
    }

    /** @throws io.ghekeeper.failure.Failure where the table that releases.file names cannot be used */
    @SuppressWarnings("MissingSummary")
    Found support(String applianceVersion) {
        ReleaseTable table = tables.table();
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String of = " (table of " + table.date() + ", " + table.ageInDays(today) + " d old)";
        Optional<FeatureRelease> release = Release.read(applianceVersion).map(Release::featureRelease);
        Support support = release.map(known -> table.support(known, today))
                .orElseGet(() -> new Support(Support.State.UNKNOWN, Optional.empty()));
        String name = "GHES " + applianceVersion;
        String ends = support.ends().map(LocalDate::toString).orElse("");
        return switch (support.state()) {
            case SUPPORTED -> Found.good(name + " is supported until " + ends + of);
            case ENDS_SOON ->
                Found.doubtful(
                        "the support of " + name + " ends on " + ends + of, "Plan the upgrade of the appliance.");
            case ENDED -> Found.doubtful("the support of " + name + " ended on " + ends + of, "Upgrade the appliance.");
            case UNKNOWN -> unknown(table, name, release, of);
        };
    }

    private static Found unknown(ReleaseTable table, String name, Optional<FeatureRelease> release, String of) {
        boolean old = release.filter(
                        known -> known.compareTo(table.rows().get(0).release()) < 0)
                .isPresent();
        return Found.doubtful(
                "the table of releases does not know " + name + of
                        + (old ? ": it is older than all in it, and its support may have ended" : ""),
                old
                        ? "Upgrade the appliance, or give a table that knows its release with releases.file."
                        : "Give a newer table with releases.file, or install a newer ghe-keeper.");
    }

    /** Whether backups go on after an upgrade to one of the next two feature releases. */
    Found next(String applianceVersion) {
        ReleaseTable table = tables.table();
        FeatureRelease now =
                Release.read(applianceVersion).map(Release::featureRelease).orElseThrow();
        FeatureRelease engine = installation.release().featureRelease();
        List<FeatureRelease> next = table.upgrades(now);
        Optional<FeatureRelease> unserved = next.stream()
                .filter(release -> table.served(release) == ReleaseTable.Served.NO)
                .findFirst();
        if (unserved.isPresent()) {
            return Found.doubtful(
                    "no backup-utils serves GHES " + unserved.get() + " or later (table of " + table.date() + ")",
                    "Do not upgrade to it before the backup has moved to the Backup Service of the appliance.");
        }
        if (next.isEmpty()) {
            return Found.good("the table of " + table.date() + " has no release after GHES " + now);
        }
        FeatureRelease first = next.get(0);
        return engine.isWithinReachOf(first)
                ? Found.good("backup-utils " + installation.release() + " serves GHES " + first + ", too")
                : Found.doubtful(
                        "backup-utils " + installation.release() + " does not serve GHES " + first
                                + ", the next release",
                        "Before that upgrade, install backup-utils " + ReleaseTable.range(table.serving(first)) + ".");
    }
}
