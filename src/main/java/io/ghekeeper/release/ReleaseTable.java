package io.ghekeeper.release;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which feature releases there are, and what serves them, as known at the table's date.
 *
 * @param source where the table is from, in words
 * @param date of the table: dates of releases move afterwards
 * @param rows the oldest first
 */
public record ReleaseTable(String source, LocalDate date, List<Row> rows) {
    /** The name of the engine whose releases are listed, in the table and in texts. */
    public static final String ENGINE = "backup-utils";

    /**
     * A feature release.
     *
     * @param available when it became, or is planned to become, generally available
     * @param supportEnds the first day without support
     * @param engine the newest backup-utils of this feature release; nothing where there is none
     */
    public record Row(
            FeatureRelease release,
            LocalDate available,
            LocalDate supportEnds,
            Optional<Release> engine,
            BackupService backupService) {}

    /** Whether the appliance itself has the Backup Service. */
    public enum BackupService {
        NO,
        PREVIEW,
        GA,
        UNKNOWN
    }

    /** Whether some backup-utils serves a release. */
    public enum Served {
        YES,
        NO,
        UNKNOWN
    }

    public ReleaseTable {
        Objects.requireNonNull(source);
        Objects.requireNonNull(date);
        rows = rows.stream().sorted(Comparator.comparing(Row::release)).toList();
    }

    public long ageInDays(LocalDate today) {
        return Math.max(0, ChronoUnit.DAYS.between(date, today));
    }

    public Optional<Row> row(FeatureRelease release) {
        return rows.stream().filter(row -> row.release().equals(release)).findFirst();
    }

    public Support support(FeatureRelease release, LocalDate today) {
        return row(release)
                .map(row -> Support.until(row.supportEnds(), today))
                .orElseGet(() -> new Support(Support.SupportState.UNKNOWN, Optional.empty()));
    }

    /**
     * Whether the release was there at the table's date. Those before the table's first are taken for real; one that was only
     * planned is not.
     */
    public boolean exists(FeatureRelease release) {
        return newest(release.major())
                .filter(newest -> release.compareTo(newest) <= 0)
                .isPresent();
    }

    /** The newest release of a major release that was there at the table's date. */
    public Optional<FeatureRelease> newest(int major) {
        return rows.stream()
                .filter(row ->
                        row.release().major() == major && !row.available().isAfter(date))
                .map(Row::release)
                .max(Comparator.naturalOrder());
    }

    /**
     * The releases onto which a snapshot of a release can be restored, and of which backup-utils must be to serve it: the
     * same, and those of the two feature releases after it that there are. The release itself is there, whatever the table
     * says.
     */
    public List<FeatureRelease> fitting(FeatureRelease release) {
        List<FeatureRelease> fitting = new ArrayList<>(List.of(release));
        fitting.addAll(upgrades(release));
        return fitting;
    }

    /** The releases that an appliance can be upgraded to at once: at most two feature releases ahead, and those there are. */
    public List<FeatureRelease> upgrades(FeatureRelease release) {
        return IntStream.rangeClosed(1, FeatureRelease.AHEAD)
                .mapToObj(release::plus)
                .filter(this::exists)
                .toList();
    }

    /** The newest backup-utils of each feature release that serves a release; none where the table names none. */
    public List<Release> engines(FeatureRelease appliance) {
        return rows.stream()
                .filter(row -> row.release().isWithinReachOf(appliance))
                .flatMap(row -> row.engine().stream())
                .toList();
    }

    /** The feature releases of backup-utils that serve a release: its own at least, where the table knows none. */
    public List<FeatureRelease> serving(FeatureRelease appliance) {
        List<FeatureRelease> serving = fitting(appliance).stream()
                .filter(release -> row(release).flatMap(Row::engine).isPresent()
                        || row(release).isEmpty())
                .toList();
        return serving.isEmpty() ? List.of(appliance) : serving;
    }

    /** Whether any backup-utils serves a release. One after a table that ends without backup-utils is served by none. */
    public Served served(FeatureRelease appliance) {
        if (!engines(appliance).isEmpty() || isBefore(appliance)) {
            return Served.YES;
        }
        boolean known = row(appliance).isPresent()
                || retiredFrom()
                        .filter(from -> appliance.ahead(from).orElse(-1) >= 0)
                        .isPresent();
        return known ? Served.NO : Served.UNKNOWN;
    }

    /** Every release before the table's first had a backup-utils of its own. */
    private boolean isBefore(FeatureRelease release) {
        return exists(release) && release.compareTo(rows.get(0).release()) < 0;
    }

    /** The first release from which on no backup-utils is there; nothing where the newest has one. */
    public Optional<FeatureRelease> retiredFrom() {
        Optional<FeatureRelease> from = Optional.empty();
        for (Row row : rows) {
            from = row.engine().isPresent() ? Optional.empty() : from.or(() -> Optional.of(row.release()));
        }
        return from;
    }

    /**
     * The shortest way of upgrades, without the release that it begins with.
     *
     * @return none where the releases are of different major releases, the second is not newer, or it is not there
     */
    public List<FeatureRelease> upgradePath(FeatureRelease from, FeatureRelease to) {
        int ahead = to.ahead(from).orElse(0);
        if (ahead <= 0 || (row(to).isEmpty() && !exists(to))) {
            return List.of();
        }
        List<FeatureRelease> path = new ArrayList<>();
        for (int done = FeatureRelease.AHEAD; done < ahead; done += FeatureRelease.AHEAD) {
            path.add(from.plus(done));
        }
        path.add(to);
        return path;
    }

    /** As {@code 3.20 to 3.22}, or {@code 3.22} alone. */
    public static String range(List<FeatureRelease> releases) {
        FeatureRelease first = releases.get(0);
        FeatureRelease last = releases.get(releases.size() - 1);
        return first.equals(last) ? first.toString() : first + " to " + last;
    }
}
