package io.ghekeeper.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Run records as they lie on the disk, written past the journal: more of them than anybody would wait for. */
public final class PlantedRuns {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final long SECONDS_BETWEEN = 20;

    private final Path runs;

    /** @param state the state directory of a deployment that has a journal */
    @SuppressWarnings("MissingSummary")
    public PlantedRuns(Path state) {
        this.runs = state.resolve("runs");
    }

    /** How an id begins. */
    public static String idTime(Instant begin) {
        return ID_TIME.format(begin);
    }

    /** One that ended, in a process of another machine's. */
    public void plant(String id, String outcome) throws IOException {
        Instant begin = Instant.from(ID_TIME.parse(id.substring(0, id.indexOf('-'))));
        String document = """
                {"format": 2, "id": "%s", "kind": "backup", "trigger": "schedule", "begin": "%s",
                 "keeper": {"host": "elsewhere", "boot": "b", "pid": 1, "began": "2026-01-01T00:00:00Z"},
                 "end": {"at": "%s", "outcome": "%s",
                         "reason": {"code": "connection-lost", "message": "broke", "hint": "Look."}},
                 "events": []}
                """.formatted(id, begin, begin.plusSeconds(600), outcome);
        Path run = Files.createDirectory(runs.resolve(id));
        Files.writeString(run.resolve("run.json"), document);
        Files.writeString(run.resolve("output.log"), "");
    }

    /** So many failures, one after the other up to now. */
    public void failures(int count) throws IOException {
        Instant now = Instant.now();
        for (int i = 0; i < count; i++) {
            plant(
                    idTime(now.minusSeconds(SECONDS_BETWEEN * i)) + String.format(Locale.ROOT, "-backup-%04x", i),
                    "failed");
        }
    }

    /** So many good ones with all events of a run, six hours apart, up to three days ago; and their snapshots. */
    public void goodRunsWithSnapshots(Path data, int count) throws IOException {
        Instant last = Instant.now().minus(Duration.ofDays(3));
        for (int i = 0; i < count; i++) {
            Instant begin = last.minus(Duration.ofHours(6L * i));
            String snapshot = idTime(begin).replace("Z", "");
            Path folder = Files.createDirectory(data.resolve(snapshot));
            Files.writeString(folder.resolve("version"), "v3.12.1\n");
            Path run = Files.createDirectory(runs.resolve(idTime(begin) + "-backup-0000"));
            Files.writeString(run.resolve("run.json"), good(run.getFileName().toString(), begin, snapshot));
            Files.writeString(run.resolve("output.log"), "");
        }
    }

    private static String good(String id, Instant begin, String snapshot) {
        StringBuilder events = new StringBuilder();
        for (int step = 1; step <= 12; step++) {
            events.append("""
                    {"at": "%s", "name": "step", "details": {"number": "%d", "total": "12", "title": "Step %d"}},
                    """.formatted(begin.plusSeconds(60L * step), step, step));
        }
        return """
                {"format": 2, "id": "%s", "kind": "backup", "trigger": "schedule", "begin": "%s",
                 "keeper": {"host": "elsewhere", "boot": "b", "pid": 1, "began": "2026-01-01T00:00:00Z"},
                 "snapshot": "%s", "end": {"at": "%s", "outcome": "succeeded"},
                 "events": [%s
                 {"at": "%s", "name": "captured", "details": {"snapshot": "%s", "files": "1000", "linked": "900",
                  "bytes": "1000000", "new-bytes": "100000", "new-inodes": "100"}},
                 {"at": "%s", "name": "volume", "details": {"total-bytes": "1000000000", "free-bytes": "500000000",
                  "total-inodes": "100000", "free-inodes": "50000"}}]}
                """.formatted(
                        id,
                        begin,
                        snapshot,
                        begin.plusSeconds(900),
                        events,
                        begin.plusSeconds(800),
                        snapshot,
                        begin.plusSeconds(850));
    }

    /** Puts the run that {@code last-good} names so far back that the failures came after it. */
    public void putBack(String id, Duration by) throws IOException {
        Path document = runs.resolve(id).resolve("run.json");
        String text = Files.readString(document);
        String begin = text.replaceAll("(?s).*?\"begin\" : \"([^\"]*)\".*", "$1");
        Instant earlier = Instant.parse(begin).minus(by);
        String older = idTime(earlier) + "-backup-0000";
        Files.writeString(document, text.replace(id, older).replace(begin, earlier.toString()));
        Files.move(runs.resolve(id), runs.resolve(older));
        Files.writeString(runs.resolveSibling("last-good"), older + "\n");
    }
}
