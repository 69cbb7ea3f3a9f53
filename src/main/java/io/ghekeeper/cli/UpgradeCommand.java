package io.ghekeeper.cli;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.journal.Run;
import io.ghekeeper.monitor.ProbedAppliance;
import io.ghekeeper.release.FeatureRelease;
import io.ghekeeper.release.Release;
import io.ghekeeper.release.ReleaseTable;
import io.ghekeeper.release.Upgrade;
import io.ghekeeper.text.PlainText;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper upgrade}. */
@Command(
        name = "upgrade",
        description =
                "Report what an upgrade of the appliance would mean for its backups; change nothing. Exit 0 when"
                        + " nothing speaks against it, 1 when something does, 2 for releases between which there is no upgrade.")
final class UpgradeCommand implements Callable<Integer> {
    private static final int NEWEST_RUNS = 200;

    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Option(names = "--to", paramLabel = "RELEASE", required = true, description = "The new release, as 3.22.")
    private String to;

    @Option(
            names = "--from",
            paramLabel = "RELEASE",
            description = "The appliance's release, as 3.21.6; else what the last run or snapshot recorded.")
    private String from;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    /** A release, and who says so. */
    private record KnownRelease(Release release, String source) {}

    @Override
    public Integer call() {
        FeatureRelease wanted = release("--to", to).featureRelease();
        Optional<KnownRelease> named =
                Optional.ofNullable(from).map(text -> new KnownRelease(release("--from", text), "by --from"));
        Keeper keeper = root.keeper();
        ReleaseTable table = keeper.engine().releases().table();
        List<SnapshotEntry> entries = keeper.core().history().snapshots(ProcessIdentity::isProvenGone).stream()
                .filter(UpgradeCommand::isComplete)
                .toList();
        KnownRelease known = named.or(() -> probed(keeper))
                .or(() -> captured(entries))
                .orElseThrow(() ->
                        wrong("no run and no snapshot has recorded the appliance's release: give it with --from"));
        requireUpgrade(table, known.release(), wanted);
        Upgrade upgrade = new Upgrade(
                table,
                LocalDate.ofInstant(root.world().clock().instant(), ZoneOffset.UTC),
                known.release(),
                wanted,
                keeper.engine().release(),
                entries.stream()
                        .map(entry -> new Upgrade.HeldSnapshot(
                                entry.id(), entry.applianceVersion().flatMap(Release::read)))
                        .toList(),
                lastGood(keeper, entries));
        String host = keeper.core().configuration().appliance().host();
        if (json) {
            root.print(UpgradeJson.write(host, upgrade, known.source()));
        } else {
            new UpgradeText(root.screen()).lines(host, upgrade, known.source()).forEach(root::print);
        }
        return upgrade.objections().isEmpty() ? 0 : 1;
    }

    private static boolean isComplete(SnapshotEntry entry) {
        return switch (entry.state()) {
            case INCOMPLETE, DAMAGED, BEING_WRITTEN -> false;
            default -> true;
        };
    }

    private Release release(String option, String text) {
        return FeatureRelease.read(text)
                .map(feature -> new Release(feature.major(), feature.minor(), text))
                .or(() -> Release.read(text).filter(release -> release.text().equals(text)))
                .orElseThrow(() ->
                        wrong(option + " wants a release, as 3.22 or 3.22.1, and not '" + PlainText.of(text) + "'"));
    }

    private void requireUpgrade(ReleaseTable table, Release now, FeatureRelease wanted) {
        if (now.major() == wanted.major() && wanted.compareTo(now.featureRelease()) <= 0) {
            throw wrong("GHES " + wanted + " is no newer feature release than " + now + ", which the appliance has");
        }
        if (table.upgradePath(now.featureRelease(), wanted).isEmpty()) {
            throw wrong("the table of releases of " + table.date() + " has no GHES " + wanted
                    + " that " + now + " can be upgraded to"
                    + table.newest(now.major())
                            .map(newest -> "; its newest is " + newest)
                            .orElse("")
                    + ". A newer table is given by releases.file.");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static Optional<KnownRelease> probed(Keeper keeper) {
        return ProbedAppliance.newest(keeper.core().journal().newest(NEWEST_RUNS).readable().stream())
                .map(probed -> new KnownRelease(probed.release(), "by run " + probed.run()));
    }

    private static Optional<KnownRelease> captured(List<SnapshotEntry> entries) {
        return entries.stream()
                .flatMap(entry -> entry
                        .applianceVersion()
                        .flatMap(Release::read)
                        .map(release -> new KnownRelease(release, "by snapshot " + entry.id()))
                        .stream())
                .findFirst();
    }

    private static Optional<Upgrade.GoodSnapshot> lastGood(Keeper keeper, List<SnapshotEntry> entries) {
        return keeper.core()
                .history()
                .reliance()
                .lastGood()
                .flatMap(Run::snapshot)
                .map(id -> new Upgrade.GoodSnapshot(
                        id,
                        entries.stream()
                                .filter(entry -> entry.id().equals(id))
                                .findFirst()
                                .flatMap(SnapshotEntry::restored)
                                .map(SnapshotEntry.ProvenRestore::run)));
    }
}
