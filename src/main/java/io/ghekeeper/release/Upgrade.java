package io.ghekeeper.release;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an upgrade of the appliance would mean for its backups.
 *
 * @param engine the installed backup-utils, where it is known
 * @param snapshots the complete ones, the newest first
 */
public record Upgrade(
        ReleaseTable table,
        LocalDate today,
        Release from,
        FeatureRelease to,
        Optional<Release> engine,
        List<HeldSnapshot> snapshots,
        Optional<GoodSnapshot> lastGood) {
    /** A complete snapshot, and the release of the appliance that it is from. */
    public record HeldSnapshot(String id, Optional<Release> release) {}

    /** The last good snapshot; {@code provenBy} is the run of a restore or drill that proved it. */
    public record GoodSnapshot(String id, Optional<String> provenBy) {}

    /**
     * Snapshots that cannot be restored directly after the upgrade.
     *
     * @param onto the newest release that takes them and is not newer than the upgrade's
     * @param then the upgrades that lead from there to the upgrade's release
     */
    public record Stranded(FeatureRelease of, List<String> ids, FeatureRelease onto, List<FeatureRelease> then) {}

    public Upgrade {
        Objects.requireNonNull(table);
        Objects.requireNonNull(today);
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        Objects.requireNonNull(engine);
        snapshots = List.copyOf(snapshots);
        Objects.requireNonNull(lastGood);
    }

    public List<FeatureRelease> path() {
        return table.upgradePath(from.featureRelease(), to);
    }

    /** Nothing where the installed backup-utils is not known. */
    public Optional<Boolean> servesNow() {
        return engine.map(installed -> installed.featureRelease().isWithinReachOf(from.featureRelease()));
    }

    /** The same after the upgrade. */
    public Optional<Boolean> servesAfter() {
        return engine.map(installed -> installed.featureRelease().isWithinReachOf(to));
    }

    public ReleaseTable.Served served() {
        return table.served(to);
    }

    /** How many snapshots can be restored directly onto the new release. */
    public int direct() {
        return (int) snapshots.stream()
                .flatMap(snapshot -> snapshot.release().stream())
                .filter(release -> to.isWithinReachOf(release.featureRelease()))
                .count();
    }

    /** By their release, the oldest first. */
    public List<Stranded> stranded() {
        Map<FeatureRelease, List<String>> byRelease = new TreeMap<>();
        for (HeldSnapshot snapshot : snapshots) {
            snapshot.release()
                    .map(Release::featureRelease)
                    .filter(of -> of.compareTo(to) < 0 && !to.isWithinReachOf(of))
                    .ifPresent(of -> byRelease
                            .computeIfAbsent(of, none -> new ArrayList<>())
                            .add(snapshot.id()));
        }
        return byRelease.entrySet().stream()
                .map(entry -> stranded(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Stranded stranded(FeatureRelease of, List<String> ids) {
        List<FeatureRelease> fitting = table.fitting(of);
        FeatureRelease onto = fitting.get(fitting.size() - 1);
        return new Stranded(of, List.copyOf(ids), onto, table.upgradePath(onto, to));
    }

    /** Snapshots that no appliance of the new release takes by any way: of a newer release, or of an unknown one. */
    public List<String> undecided() {
        return snapshots.stream()
                .filter(snapshot -> snapshot.release()
                        .filter(release -> release.featureRelease().compareTo(to) <= 0)
                        .isEmpty())
                .map(HeldSnapshot::id)
                .toList();
    }

    /** What speaks against it, a sentence each. */
    public List<String> objections() {
        List<String> objections = new ArrayList<>();
        if (table.row(to).isPresent() && !table.exists(to)) {
            objections.add("GHES " + to + " was only planned at the table's date, for "
                    + table.row(to).get().available());
        }
        if (table.support(to, today).state() == Support.SupportState.ENDED) {
            objections.add("the support of GHES " + to + " has ended");
        }
        engineObjection().ifPresent(objections::add);
        if (lastGood.isEmpty()) {
            objections.add("there is no good snapshot: take one first with ghe-keeper backup");
        } else if (lastGood.get().provenBy().isEmpty()) {
            objections.add(
                    "no restore or drill has proven the last good snapshot: prove it first with ghe-keeper drill");
        }
        return objections;
    }

    private Optional<String> engineObjection() {
        if (served() == ReleaseTable.Served.NO) {
            return Optional.of("no " + ReleaseTable.ENGINE + " serves GHES "
                    + table.retiredFrom().orElse(to) + " or later: do not upgrade before the backup has moved to the"
                    + " Backup Service of the appliance");
        }
        if (engine.isEmpty()) {
            return Optional.of("the installed " + ReleaseTable.ENGINE
                    + " is unknown, so it is unknown whether it serves GHES " + to);
        }
        if (!servesAfter().orElse(false)) {
            String install = served() == ReleaseTable.Served.YES
                    ? "install " + ReleaseTable.ENGINE + " " + ReleaseTable.range(table.serving(to)) + " first"
                    : "the table of releases does not know one that does";
            return Optional.of("the installed " + ReleaseTable.ENGINE + " " + engine.get() + " does not serve GHES "
                    + to + ": " + install);
        }
        return Optional.empty();
    }
}
