package io.ghekeeper.cli;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.nativesnapshot.ApplianceSnapshots;
import io.ghekeeper.nativesnapshot.CopyList.ListedCopy;
import io.ghekeeper.nativesnapshot.ExpiryTag;
import io.ghekeeper.nativesnapshot.NativeList.ListedSnapshot;
import io.ghekeeper.nativesnapshot.NativeList.NativeListing;
import io.ghekeeper.nativesnapshot.NativeTags;
import io.ghekeeper.nativesnapshot.SnapshotOrigin;
import io.ghekeeper.nativesnapshot.WritingRuns.Writing;
import io.ghekeeper.snapshot.Snapshots;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** The native snapshots that are there, for people. */
record NativeListText(NativeListing listed, Instant now) {
    private static final String NONE = "-";
    private static final String UNKNOWN = "unknown";

    void print(RootCommand root, String label) {
        if (listed.snapshots().isEmpty()) {
            root.printSentence("no snapshot has the label " + label
                    + listed.volume().map(id -> ", and none is of " + id).orElse(""));
            lone(root);
            return;
        }
        table().on(root.screen()).forEach(root::print);
        listed.snapshots()
                .forEach(one -> one.expiry()
                        .filter(tag -> tag.until().isEmpty())
                        .ifPresent(tag -> root.printSentence(
                                "unreadable: " + one.snapshot().id() + " has the tag " + NativeTags.EXPIRY + " \""
                                        + tag.text() + "\", which is no day and no instant")));
        lone(root);
    }

    private void lone(RootCommand root) {
        listed.lone()
                .forEach(copy ->
                        root.printSentence("a copy alone: " + copy.snapshot().id() + " in " + copy.words()
                                + ", with backup "
                                + copy.snapshot().tags().getOrDefault(NativeTags.BACKUP, UNKNOWN)
                                + "; the snapshot that it is of is not listed"));
    }

    TextTable table() {
        TextTable table = new TextTable(
                        TextTable.Overflow.WRAPPED,
                        "SNAPSHOT",
                        "STATE",
                        "STARTED",
                        "SIZE",
                        "EXPIRY",
                        "LOCK",
                        "PIN",
                        "COPIES",
                        "MADE BY",
                        "INSIDE")
                .optional("ghe-keeper native list --json", "COPIES", "LOCK", "EXPIRY", "PIN", "SIZE");
        listed.snapshots().forEach(one -> row(table, one));
        return table;
    }

    private void row(TextTable table, ListedSnapshot one) {
        EbsSnapshot snapshot = one.snapshot();
        table.row(
                snapshot.id(),
                state(snapshot),
                RunText.ago(snapshot.started(), now),
                snapshot.sizeGib() + " GiB",
                one.expiry().map(NativeListText::expiry).orElse(NONE),
                lock(one),
                one.isPinned() ? "pinned" : NONE,
                one.copies().isEmpty()
                        ? NONE
                        : one.copies().stream().map(ListedCopy::words).collect(Collectors.joining(", ")),
                one.origin().words(),
                inside(one));
    }

    private static String state(EbsSnapshot snapshot) {
        return snapshot.state().equals(EbsSnapshot.PENDING)
                        && snapshot.progress().isPresent()
                ? snapshot.state() + " " + snapshot.progress().getAsInt() + " %"
                : snapshot.state();
    }

    private static String expiry(ExpiryTag tag) {
        return tag.until().map(RunText.UTC::format).orElse("unreadable");
    }

    private String lock(ListedSnapshot one) {
        return listed.locksKnown()
                ? one.lock()
                        .map(lock -> lock.state()
                                + lock.until()
                                        .map(end -> " to " + RunText.UTC.format(end))
                                        .orElse(""))
                        .orElse(NONE)
                : UNKNOWN;
    }

    /** The backup in one of ours, or the appliance, where it is of one; of the others, whether a run was writing. */
    private static String inside(ListedSnapshot one) {
        if (one.origin() == SnapshotOrigin.OWN) {
            Map<String, String> tags = one.snapshot().tags();
            if (tags.containsKey(NativeTags.UNDO)) {
                return "appliance " + tags.getOrDefault(NativeTags.HOST, UNKNOWN) + " "
                        + ApplianceSnapshots.words(tags.get(NativeTags.UNDO));
            }
            String backup = tags.getOrDefault(NativeTags.BACKUP, "");
            return Snapshots.isId(backup) ? backup : UNKNOWN;
        }
        return one.writing().map(NativeListText::words).orElse(NONE);
    }

    private static String words(Writing writing) {
        return switch (writing.answer()) {
            case YES -> "written by " + writing.run().orElse("a run");
            case NO -> "no run wrote";
            case UNKNOWN -> UNKNOWN;
        };
    }
}
