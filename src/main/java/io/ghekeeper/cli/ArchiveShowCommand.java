package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.ByteCount;
import io.ghekeeper.text.Counts;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper archive show}. */
@Command(
        name = "show",
        description = "Print what the store has of an archived snapshot, by its root.",
        exitCodeListHeading = RootCommand.EXIT_STATUSES,
        exitCodeList = {
            "0:It is shown",
            "67:store-failed: the store did not answer",
            "80:snapshot-unknown: ghe-keeper archive list"
        },
        footerHeading = RootCommand.EXAMPLE,
        footer = "ghe-keeper archive show 20261120T031700")
final class ArchiveShowCommand implements Runnable {
    private static final int NAME_WIDTH = 10;

    @ParentCommand
    private ArchiveCommand parent;

    @Parameters(paramLabel = "SNAPSHOT", description = "Its id, or how it begins or ends.")
    private String name;

    @Option(names = "--json", description = "As JSON: see docs/json.md.")
    private boolean json;

    @Override
    public void run() {
        RootCommand root = parent.root();
        Keeper keeper = root.keeper();
        String store = keeper.archive().next().requireStore();
        ArchivedRoots roots = new ArchivedRoots(keeper);
        ArchivedRoot one = find(roots.all());
        JsonNode document = read(roots, one.snapshot());
        Instant now = root.world().clock().instant();
        if (json) {
            root.print(ArchiveJson.show(now, store, one, document));
            return;
        }
        NamedLines lines = lines(root, store, one, document, now);
        copies(one, now, lines);
        lines.lines().forEach(root::print);
    }

    /** A root is read as it is: what it lacks, or has in another form, is not shown. */
    private static Optional<Instant> time(JsonNode document, String field) {
        try {
            return Optional.of(Instant.parse(document.path(field).asText()));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    private ArchivedRoot find(List<ArchivedRoot> all) {
        String id = RunNames.byPart(
                name,
                "archived snapshot",
                all.stream().map(ArchivedRoot::snapshot).toList(),
                message -> new Failure(
                        FailureKind.SNAPSHOT_UNKNOWN, message, "List what is there: ghe-keeper archive list"));
        return all.stream().filter(one -> one.snapshot().equals(id)).findFirst().orElseThrow();
    }

    private static JsonNode read(ArchivedRoots roots, String id) {
        try {
            return new ObjectMapper().readTree(roots.root(id));
        } catch (IOException damaged) {
            throw roots.unreadable(id, "it is no JSON", damaged);
        }
    }

    private static void verified(ArchivedRoot one, Instant now, NamedLines lines) {
        lines.add(
                "verified",
                one.damage()
                        .map(why -> "NOT WHOLE: " + why)
                        .or(() -> one.wholeAt().map(at -> "all objects were there " + RunText.ago(at, now)))
                        .orElse("not yet: ghe-keeper archive verify"));
        lines.add(
                "files",
                one.filesReadAt()
                        .map(at -> "all files read " + RunText.ago(at, now) + ", each as it was sealed")
                        .orElse("not all read yet: ghe-keeper archive read-back " + one.snapshot()
                                + " --identity FILE"));
        one.verified().ifPresent(found -> {
            found.first().stream().skip(1).forEach(more -> lines.add("", more));
            lines.add(
                    "read",
                    found.readAt()
                            .map(at -> "all objects since " + RunText.UTC.format(at))
                            .orElse("not all objects yet"));
            if (found.lockShort()) {
                lines.add("locks", "SHORTER than promised: look who may bypass locks");
            }
        });
    }

    private static void copies(ArchivedRoot one, Instant now, NamedLines lines) {
        if (one.copies().isEmpty()) {
            lines.add("copied", "unknown: no run in the journal copied it");
        }
        one.copies().forEach(copy -> lines.add("copied", "to " + copy.store() + ", " + RunText.ago(copy.at(), now)));
    }

    private static NamedLines lines(RootCommand root, String store, ArchivedRoot one, JsonNode document, Instant now) {
        NamedLines lines = new NamedLines(root.screen(), NAME_WIDTH);
        lines.add("snapshot", one.snapshot());
        lines.add("store", store);
        lines.add("volume", one.onVolume() ? "it is there, too" : "it is not there any more");
        time(document, "archivedAt")
                .ifPresent(at -> lines.add("archived", RunText.UTC.format(at) + ", " + RunText.ago(at, now)));
        lines.add("run", PlainText.of(document.path("run").asText("unknown")));
        lines.add(
                "locked", time(document, "lockedUntil").map(RunText.UTC::format).orElse("no"));
        verified(one, now, lines);
        lines.add(
                "content",
                document.path("entries").asLong() + " entries with "
                        + ByteCount.words(document.path("bytes").asLong()));
        JsonNode objects = document.path("objects");
        if (objects.isArray()) {
            long bytes = StreamSupport.stream(objects.spliterator(), false)
                    .mapToLong(object -> object.path("length").asLong())
                    .sum();
            lines.add("objects", Counts.of(objects.size(), "object") + " with " + ByteCount.words(bytes));
        }
        return lines;
    }
}
