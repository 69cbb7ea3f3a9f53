package io.ghekeeper.restore;

import io.ghekeeper.engine.InstalledEngine;
import io.ghekeeper.snapshot.DatabasePlace;
import io.ghekeeper.snapshot.SnapshotDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a person may expect in a snapshot, and will not find. */
final class ExcludedData {
    private static final String INDICES = "elasticsearch";

    private ExcludedData() {}

    /** @param options of the engine, the configured ones and those of this restore */
    @SuppressWarnings("MissingSummary")
    static List<String> in(SelectedSnapshot selected, InstalledEngine engine, Map<String, String> options) {
        List<String> sentences = new ArrayList<>();
        sentences.add("the network settings of the appliance (addresses, DNS servers): set them on the target by hand");
        console(selected, engine.keepsConsolePassword(options)).ifPresent(sentences::add);
        sentences.add(
                "what Actions (logs, artifacts, caches) and Packages keep in external storage: a backup never holds"
                        + " it, and a restore leaves it as it is");
        Map<String, String> leftOut = new TreeMap<>();
        selected.entry().remarks().leftOut().forEach(part -> leftOut.put(part.part(), part.option()));
        leftOut.forEach((part, option) -> sentences.add(name(part) + ": " + option + " left "
                + (selected.holds(part) ? "most of them out; the snapshot holds their metadata only" : "them out")));
        Optional<String> bucket = engine.metadataOfIndicesOnly(options);
        if (bucket.isPresent()) {
            sentences.add("search indices: with " + bucket.get() + " they lie in your own bucket, and a snapshot"
                    + " has only their metadata; they come back by themselves only onto the same patch release");
        } else if (!selected.holds(INDICES)) {
            sentences.add((leftOut.containsKey(INDICES) ? "" : name(INDICES) + ": this snapshot has none. ")
                    + "The appliance builds search indices again, and searches find less until then");
        }
        engine.leftOutOfRestore(options).forEach((part, option) -> {
            if (selected.holds(part)) {
                sentences.add(
                        name(part) + ": the snapshot holds them, and " + option + " leaves them out of the restore");
            }
        });
        SnapshotDatabase database = selected.database();
        if (database.place() == DatabasePlace.EXTERNAL && !database.dump()) {
            sentences.add("the database: it lies outside the appliance, and its owner restores it");
        }
        return sentences;
    }

    private static Optional<String> console(SelectedSnapshot selected, Optional<String> kept) {
        String name = "the password of the Management Console: ";
        if (kept.isPresent()) {
            return Optional.of(name + "the target keeps its own, because of " + kept.get());
        }
        return ManagementConsole.mayBeIn(selected)
                ? Optional.empty()
                : Optional.of(name + "this snapshot has none, and the target keeps its own");
    }

    /** As people know it, in the plural. */
    private static String name(String part) {
        return switch (part) {
            case INDICES -> "search indices";
            case "pages" -> "GitHub Pages sites";
            case "audit-log" -> "audit logs";
            default -> part;
        };
    }
}
