package io.ghekeeper.release;

import io.ghekeeper.release.Advice.Code;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the table of releases advises for an appliance at a date. It names only releases that the table has, and says
 * nothing about what is unknown to it, except that it is unknown.
 */
public final class ReleaseAdvice {
    /** After so many days two feature releases have come that the table does not have. */
    public static final int OLD_TABLE_DAYS = 180;

    private static final String NEWER_TABLE = "Install a newer ghe-keeper, or name a newer table in releases.file.";
    private static final String NOT_BEFORE_SERVICE =
            "Do not upgrade to it until the backup has moved to the appliance's Backup Service, and a restore of it worked.";

    private final ReleaseTable table;
    private final LocalDate today;

    public ReleaseAdvice(ReleaseTable table, LocalDate today) {
        this.table = table;
        this.today = today;
    }

    /**
     * The advice, the appliance's own state first.
     *
     * @param appliance its release; without it only what needs no release is advised
     * @param engine the release of the installed backup-utils
     * @param bothTools whether backup-utils and the appliance's Backup Service both back it up
     */
    public List<Advice> of(Optional<Release> appliance, Optional<Release> engine, Optional<Boolean> bothTools) {
        List<Advice> advice = new ArrayList<>();
        appliance.ifPresent(release -> {
            support(release.featureRelease()).ifPresent(advice::add);
            now(release, engine).ifPresent(advice::add);
            next(release.featureRelease(), engine).ifPresent(advice::add);
        });
        bothTools.filter(both -> both).ifPresent(both -> advice.add(twoTools()));
        if (table.ageInDays(today) > OLD_TABLE_DAYS) {
            advice.add(Advice.warn(
                    Code.TABLE_OLD,
                    "the table of releases is " + table.ageInDays(today) + " days old: dates may have moved since "
                            + table.date(),
                    NEWER_TABLE));
        }
        return List.copyOf(advice);
    }

    private Optional<Advice> support(FeatureRelease release) {
        Support support = table.support(release, today);
        String ends = support.ends().map(LocalDate::toString).orElse("");
        return switch (support.state()) {
            case SUPPORTED -> Optional.empty();
            case ENDED ->
                Optional.of(Advice.bad(
                        Code.SUPPORT_ENDED,
                        "GitHub's support of GHES " + release + " ended on " + ends,
                        upgrade(release)));
            case ENDS_SOON ->
                Optional.of(Advice.warn(
                        Code.SUPPORT_ENDS_SOON,
                        "GitHub's support of GHES " + release + " ends on " + ends + ", in "
                                + days(support.ends().orElseThrow()),
                        upgrade(release)));
            case UNKNOWN -> Optional.of(unknown(release));
        };
    }

    private String days(LocalDate ends) {
        long days = ChronoUnit.DAYS.between(today, ends);
        return days == 1 ? "1 day" : days + " days";
    }

    private Advice unknown(FeatureRelease release) {
        boolean older = table.exists(release);
        return Advice.warn(
                Code.RELEASE_UNKNOWN,
                "the table of releases of " + table.date() + " does not have GHES " + release
                        + (older ? ": GitHub's support of it may have ended" : ": its support is unknown"),
                older ? "Look the release up in GitHub's documentation." : NEWER_TABLE);
    }

    /** Where to, and over which releases: supported today, and the newest that some backup-utils serves, if there is one. */
    private String upgrade(FeatureRelease from) {
        List<FeatureRelease> supported = table.rows().stream()
                .map(ReleaseTable.Row::release)
                .filter(release -> table.exists(release) && release.compareTo(from) > 0)
                .filter(release ->
                        table.row(release).orElseThrow().supportEnds().isAfter(today))
                .filter(release -> !table.upgradePath(from, release).isEmpty())
                .toList();
        Optional<FeatureRelease> served = supported.stream()
                .filter(release -> !table.engines(release).isEmpty())
                .max(Comparator.naturalOrder());
        if (served.isPresent()) {
            return "Upgrade the appliance to GHES " + way(from, served.get()) + ".";
        }
        return supported.stream()
                .max(Comparator.naturalOrder())
                .map(release -> "Move the backup to the appliance's Backup Service, then upgrade to GHES "
                        + way(from, release) + ".")
                .orElse("Look for a supported release in GitHub's documentation: the table of " + table.date()
                        + " has none.");
    }

    private String way(FeatureRelease from, FeatureRelease to) {
        List<FeatureRelease> path = table.upgradePath(from, to);
        return to
                + (path.size() == 1 ? "" : ", by way of " + words(path.subList(0, path.size() - 1).stream(), " and "));
    }

    /** Releases of different major releases are not compared: no rule is known for them. */
    private Optional<Advice> now(Release appliance, Optional<Release> engine) {
        FeatureRelease release = appliance.featureRelease();
        boolean fits = engine.filter(installed -> installed.fits(appliance)).isPresent();
        if (!fits && table.row(release).isPresent() && table.served(release) == ReleaseTable.Served.NO) {
            return Optional.of(Advice.bad(
                    Code.NO_ENGINE, unserved(release), "Move the backup to the appliance's Backup Service."));
        }
        return engine.filter(installed -> !fits && installed.ahead(appliance).isPresent())
                .map(installed -> Advice.bad(
                        Code.ENGINE_UNFIT,
                        "the installed " + ReleaseTable.ENGINE + " " + installed + " does not serve GHES " + release,
                        install(table.engines(release), release)));
    }

    /** Of the releases that the next upgrade can lead to, and that are there. */
    private Optional<Advice> next(FeatureRelease appliance, Optional<Release> engine) {
        boolean servedToday = !table.engines(appliance).isEmpty()
                || table.served(appliance) == ReleaseTable.Served.YES
                || engine.filter(installed -> serves(installed, appliance)).isPresent();
        if (!servedToday) {
            return Optional.empty();
        }
        List<FeatureRelease> unserved = table.upgrades(appliance).stream()
                .filter(next ->
                        engine.filter(installed -> serves(installed, next)).isEmpty())
                .toList();
        Optional<Advice> none = unserved.stream()
                .filter(next -> table.served(next) == ReleaseTable.Served.NO)
                .findFirst()
                .map(next -> Advice.warn(Code.NO_ENGINE_FOR_NEXT, unserved(next), NOT_BEFORE_SERVICE));
        return none.or(() -> unserved.stream()
                .filter(appliance.plus(1)::equals)
                .findFirst()
                .flatMap(next -> engine.filter(installed ->
                                installed.featureRelease().ahead(next).isPresent())
                        .map(installed -> Advice.warn(
                                Code.ENGINE_UNFIT_FOR_NEXT,
                                "the installed " + ReleaseTable.ENGINE + " " + installed
                                        + " does not serve the next release, GHES " + next,
                                install(engines(appliance, next), next) + " Do so before the upgrade."))));
    }

    private String unserved(FeatureRelease release) {
        boolean retired =
                table.retiredFrom().filter(from -> release.compareTo(from) >= 0).isPresent();
        return "no " + ReleaseTable.ENGINE + " serves GHES " + release + (retired ? " or later" : "")
                + ", by the table of " + table.date();
    }

    /** Those that serve both, if there are any: then backups go on before and after the upgrade. */
    private List<Release> engines(FeatureRelease appliance, FeatureRelease next) {
        List<Release> both = table.engines(next).stream()
                .filter(engine -> serves(engine, appliance))
                .toList();
        return both.isEmpty() ? table.engines(next) : both;
    }

    private static boolean serves(Release engine, FeatureRelease appliance) {
        return engine.featureRelease().isWithinReachOf(appliance);
    }

    private static String install(List<Release> engines, FeatureRelease release) {
        return engines.isEmpty()
                ? "Install a " + ReleaseTable.ENGINE + " that serves GHES " + release
                        + "; the table of releases names none."
                : "Install " + ReleaseTable.ENGINE + " " + words(engines.stream(), " or ") + ".";
    }

    private static String words(Stream<?> releases, String between) {
        return releases.map(Object::toString).collect(Collectors.joining(between));
    }

    /** For an appliance that both tools back up. */
    public static Advice twoTools() {
        return Advice.warn(
                Code.TWO_BACKUP_TOOLS,
                "the appliance shows signs of its own Backup Service: with two backup tools the chain of Actions'"
                        + " MSSQL backups may be split",
                "Use one of the two: a chain of MSSQL backups that is split may not be restored from either.");
    }
}
