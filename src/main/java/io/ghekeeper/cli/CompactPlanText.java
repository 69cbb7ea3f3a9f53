package io.ghekeeper.cli;

import io.ghekeeper.archive.CompactPlan;
import io.ghekeeper.archive.CompactPlan.DeadPack;
import io.ghekeeper.archive.CompactPlan.LeftOutSnapshot;
import io.ghekeeper.archive.CompactPlan.PassedPack;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a compaction would do, for people.
 *
 * @param packs the storage class of new packs; nothing where the store is a folder
 */
record CompactPlanText(CompactPlan plan, Optional<StorageClass> packs) {
    private static final int MOST_NAMED = 20;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (plan.isEmpty()) {
            lines.add("no pack in " + plan.store() + " is to be rewritten");
        } else {
            planned(lines);
        }
        named(plan.passedOver().stream().map(PassedPack::words).toList(), lines);
        named(plan.leftOut().stream().map(LeftOutSnapshot::words).toList(), lines);
        if (plan.unjudged() > 0) {
            lines.add(
                    "not judged, because snapshots that are left out need them: " + Counts.of(plan.unjudged(), "pack"));
        }
        if (plan.unknown() > 0) {
            lines.add(Counts.of(plan.unknown(), "pack")
                    + " are not judged: this volume does not know what they hold (ghe-keeper archive attach)");
        }
        return lines;
    }

    private void planned(List<String> lines) {
        lines.add(plan.store() + ":");
        lines.add(
                "  rewrite    " + Counts.of(plan.packs().size(), "pack") + " with " + ByteCount.words(plan.packBytes())
                        + ", of which at least " + ByteCount.words(plan.deadBytes()) + " are dead");
        lines.add("  snapshots  " + plan.fromVolume().size() + " from the volume, "
                + plan.fromStore().size() + " from the store: each gets a further root");
        lines.add("  download   "
                + (plan.downloads() == 0
                        ? "nothing"
                        : Counts.of(plan.downloads(), "pack") + " with " + ByteCount.words(plan.downloadBytes())));
        lines.add("  send       about " + Counts.of(plan.objects(), "object") + ", at least "
                + Counts.of(plan.newPacks(), "pack") + " among them, with " + ByteCount.words(plan.bytes())
                + " before they are compressed");
        lines.add("  gain       " + gain());
        lines.add("  charged    "
                + packs.map(named -> "about " + Counts.of(plan.objects(), "PUT request") + ", the download, and the"
                                + " storage of the new packs in storage class " + named
                                + "; the old ones until archive prune --superseded has deleted them")
                        .orElse("nothing by request: " + plan.store() + " is a folder"));
        named(plan.packs().stream().map(CompactPlanText::words).toList(), lines);
    }

    private String gain() {
        String further = ", less new packs, and " + ByteCount.words(plan.furtherBytes()) + " of manifests and roots";
        return plan.gain() > 0
                ? "at least " + ByteCount.words(plan.gain()) + " when the old packs are gone" + further
                : "perhaps none: " + ByteCount.words(plan.packBytes()) + " of old packs" + further;
    }

    private static String words(DeadPack pack) {
        return pack.key() + ": " + ByteCount.words(pack.bytes()) + ", of which at least " + ByteCount.words(pack.dead())
                + " are dead";
    }

    private static void named(List<String> all, List<String> lines) {
        all.stream().limit(MOST_NAMED).forEach(one -> lines.add("  " + one));
        if (all.size() > MOST_NAMED) {
            lines.add("  and " + (all.size() - MOST_NAMED) + " more");
        }
    }
}
