package io.ghekeeper.cli;

import io.ghekeeper.release.FeatureRelease;
import io.ghekeeper.release.ReleaseTable;
import io.ghekeeper.release.Support;
import io.ghekeeper.release.Upgrade;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an upgrade would mean, for people. */
final class UpgradeText {
    private static final int NAME_WIDTH = 9;
    private static final int MOST_NAMED = 5;

    private final NamedLines lines;

    UpgradeText(Screen screen) {
        this.lines = new NamedLines(screen, NAME_WIDTH);
    }

    /** @param source who says which release the appliance has */
    @SuppressWarnings("MissingSummary")
    List<String> lines(String host, Upgrade upgrade, String source) {
        lines.add(
                "upgrade",
                host + " from GHES " + upgrade.from() + " (" + source + ") to GHES " + upgrade.to()
                        + "; nothing was changed");
        lines.add("way", way(upgrade.from().featureRelease(), upgrade.path()));
        lines.add("support", support(upgrade, upgrade.from().featureRelease()));
        lines.add("", support(upgrade, upgrade.to()));
        engine(upgrade);
        snapshots(upgrade);
        lines.add(
                "last good",
                upgrade.lastGood()
                        .map(good -> good.id()
                                + good.provenBy()
                                        .map(run -> ", proven by run " + run)
                                        .orElse(", proven by no restore or drill"))
                        .orElse("none"));
        lines.add("before", "where the appliance is on EC2, take all its volumes: " + takeOf(host));
        lines.add(
                "table",
                "of " + upgrade.table().date() + ", " + upgrade.table().ageInDays(upgrade.today()) + " d old, from "
                        + upgrade.table().source());
        lines.blank();
        List<String> objections = upgrade.objections();
        lines.add("verdict", objections.isEmpty() ? "nothing speaks against this upgrade" : objections.get(0));
        objections.stream().skip(1).forEach(objection -> lines.add("", objection));
        return lines.lines();
    }

    /** The command that makes a way back from an upgrade. */
    static String takeOf(String host) {
        return "ghe-keeper native take --appliance " + host;
    }

    private static String way(FeatureRelease from, List<FeatureRelease> path) {
        return Stream.concat(Stream.of(from), path.stream())
                .map(FeatureRelease::toString)
                .collect(Collectors.joining(" -> "));
    }

    private static String support(Upgrade upgrade, FeatureRelease release) {
        Support support = upgrade.table().support(release, upgrade.today());
        String ends = support.ends().map(Object::toString).orElse("");
        return "GHES " + release + ": "
                + switch (support.state()) {
                    case SUPPORTED -> "supported until " + ends;
                    case ENDS_SOON -> "supported until " + ends + " only";
                    case ENDED -> "support ended on " + ends;
                    case UNKNOWN -> "support is unknown to the table";
                };
    }

    private void engine(Upgrade upgrade) {
        String name = upgrade.engine()
                .map(engine -> ReleaseTable.ENGINE + " " + engine)
                .orElse("the installed " + ReleaseTable.ENGINE);
        lines.add(
                "engine",
                name + word(upgrade.servesNow()) + "GHES " + upgrade.from().featureRelease() + ", the release now");
        lines.add("", name + word(upgrade.servesAfter()) + "GHES " + upgrade.to() + ", the release after the upgrade");
    }

    private static String word(java.util.Optional<Boolean> serves) {
        return serves.map(yes -> yes ? " serves " : " does not serve ")
                .orElse(" is unknown, and may or may not serve ");
    }

    private void snapshots(Upgrade upgrade) {
        lines.add(
                "snapshots",
                upgrade.direct() + " of " + upgrade.snapshots().size()
                        + " complete ones can be restored directly onto GHES " + upgrade.to());
        for (Upgrade.Stranded stranded : upgrade.stranded()) {
            lines.add(
                    "",
                    "of GHES " + stranded.of() + ", not directly: " + named(stranded.ids())
                            + ". The way through: restore onto GHES " + stranded.onto()
                            + ", then upgrade that appliance, " + way(stranded.onto(), stranded.then()));
        }
        if (!upgrade.undecided().isEmpty()) {
            lines.add("", "of a newer or an unknown release, not at all: " + named(upgrade.undecided()));
        }
        lines.add("", "a snapshot taken after the upgrade never goes back onto an older release");
    }

    private static String named(List<String> ids) {
        String more = ids.size() > MOST_NAMED ? " and " + (ids.size() - MOST_NAMED) + " more" : "";
        return String.join(", ", ids.subList(0, Math.min(MOST_NAMED, ids.size()))) + more;
    }
}
