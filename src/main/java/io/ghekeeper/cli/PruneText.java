package io.ghekeeper.cli;

import io.ghekeeper.archive.EarlierRoot;
import io.ghekeeper.archive.PruneOptions;
import io.ghekeeper.archive.PruneReport;
import io.ghekeeper.archive.PruneReport.Amount;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;

/** What a prune run found, and what it did, for people. */
record PruneText(String place, PruneReport report, PruneOptions options) {
    private static final int MOST_NAMED = 20;

    void print(RootCommand root) {
        root.print(place + ", of the appliance " + report.appliance() + ":");
        line(
                root,
                "needed",
                report.live(),
                "by " + Counts.of(report.roots(), "snapshot root") + " without a tombstone");
        line(root, "deleted", report.deleted(), "");
        Amount left = new Amount(
                report.due().versions() - report.deleted().versions(),
                report.due().bytes() - report.deleted().bytes());
        line(root, "to delete", left, "announced more than a day ago");
        line(
                root,
                "waiting",
                report.waiting(),
                report.nextDue()
                        .map(at -> "announced; the first can go from " + RunText.UTC.format(at) + " on")
                        .orElse(""));
        line(root, "found", report.found(), "needed by none; can go a day after a run announced it");
        line(root, "young", report.young(), "needed by none, and younger than a day");
        line(root, "unfinished", report.unfinished(), "put after the newest root, perhaps by an archive that goes on");
        line(
                root,
                "locked",
                report.locked(),
                report.locks()
                        .map(ends -> "until " + RunText.UTC.format(ends.earliest()) + " at the earliest, "
                                + RunText.UTC.format(ends.latest()) + " at the latest")
                        .orElse(""));
        line(root, "superseded", report.superseded(), "only earlier roots need it; it stays without --superseded");
        earlier(root);
        sentences(root);
    }

    private void earlier(RootCommand root) {
        report.earlier().stream()
                .limit(MOST_NAMED)
                .map(EarlierRoot::words)
                .forEach(words -> root.print("    " + words));
        if (report.earlier().size() > MOST_NAMED) {
            root.print("    and " + (report.earlier().size() - MOST_NAMED) + " more: see --plan --json");
        }
    }

    private void sentences(RootCommand root) {
        if (report.superseded().versions() > 0) {
            root.printSentence(
                    "earlier roots count, because --superseded is not given. With it, the later ones are proven first."
                            + " Know who wrote them before you give it: ghe-keeper runs --kind compact");
        }
        if (report.foreign() > 0) {
            root.printSentence(Counts.of(report.foreign(), "object") + " with names that the archive does not give:"
                    + " never touched");
        }
        report.strange().ifPresent(root::printSentence);
        if (report.removesAll() && !options.removeAll()) {
            root.printSentence(
                    "no snapshot without a tombstone is there: a run refuses that without --allow-remove-all");
        }
    }

    private static void line(RootCommand root, String name, Amount amount, String why) {
        if (amount.versions() > 0) {
            root.print("  %-11s %s%s".formatted(name, words(amount), why.isEmpty() ? "" : ": " + why));
        }
    }

    static String words(Amount amount) {
        return Counts.of(amount.versions(), "version") + " with " + ByteCount.words(amount.bytes());
    }
}
