package io.ghekeeper.cli;

import io.ghekeeper.archive.ArchivePlan;
import io.ghekeeper.keep.ArchiveSettings.StorageClass;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import java.util.List;
import java.util.Optional;

/**
 * What an archive run would do, for people. What is charged is named in units: prices differ by region and contract, and
 * change.
 *
 * @param packs their storage class; nothing where the store is a folder
 */
record ArchivePlanText(ArchivePlan plan, Optional<StorageClass> packs) {
    List<String> lines() {
        if (plan.archived()) {
            return List.of("snapshot " + plan.snapshot() + " is in " + plan.store()
                    + " already: a run looks for each of its objects there, extends their locks, and sends nothing");
        }
        return List.of(
                "snapshot " + plan.snapshot() + " to " + plan.store() + ":",
                "  lists      " + plan.newUnits() + " of " + Counts.of(plan.units(), "list") + " are new",
                "  read       " + Counts.of(plan.files(), "file") + " with " + ByteCount.words(plan.bytes())
                        + (plan.packed() == 0 ? "" : "; " + ByteCount.words(plan.packed()) + " are packed already"),
                "  send       about " + Counts.of(plan.objects(), "object") + ", " + Counts.of(plan.packs(), "pack")
                        + " among them; fewer bytes than are read where they compress",
                "  charged    "
                        + packs.map(this::charged).orElse("nothing by request: " + plan.store() + " is a folder"));
    }

    private String charged(StorageClass named) {
        return "about " + Counts.of(plan.objects(), "PUT request") + ", and the storage of about "
                + ByteCount.words(plan.bytes() + plan.packed()) + ", less where they compress, in storage class "
                + named + " of "
                + plan.store()
                + (named == StorageClass.STANDARD ? "" : "; lists, manifest and root in STANDARD");
    }
}
