package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.RestoreEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A drill on the schedule beside a long run of the keep lane, all by the launcher; the supervisor is killed meanwhile. */
class WaitingDrillIT extends OneArchive {
    private static final String OFTEN = "*/3 * * * * *";
    private static final int NOISE = 4 << 20;
    private static final DateTimeFormatter ONCE_A_YEAR = DateTimeFormatter.ofPattern("s m H d M '*'");

    private Journal journal;
    private String first;
    private Run copy;

    /** It takes some seconds, and is stopped in them for as long as the test wants. */
    @BeforeEach
    void copyForLong() throws IOException {
        deployment.target().files().maintenance(true);
        deployment.useQuickEngine();
        plainStore("");
        first = archived();
        String second = HandMade.backUp(deployment);
        byte[] noise = new byte[NOISE];
        new Random(1).nextBytes(noise);
        Files.write(deployment.data().resolve(second).resolve("pages/noise"), noise);
        HandMade.archive(deployment, second);
        Tool.run("rm", "-r", deployment.data().resolve(first).toString());
        journal = HandMade.journal(deployment);
        Process unused = deployment.startWith(
                Map.of("GHE_KEEPER_ARCHIVE_RATE_LIMIT", "1MiB"),
                log,
                "archive",
                "copy",
                "--to",
                "file://" + Files.createDirectory(folder.resolve("copy")));
        copy = Awaitility.await()
                .until(
                        () -> journal.newest(1).readable().stream()
                                .filter(run -> run.kind() == Run.Kind.COPY && run.isOpen())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        signalCopy("STOP");
    }

    private void signalCopy(String signal) {
        Tool.run("kill", "-" + signal, Long.toString(copy.keeper().pid()));
    }

    private Process supervisor(String drills) throws IOException {
        deployment.sections(
                "archive: {store: \"file://" + store + "\", encryption: none, schedule: [\"*/2 * * * * *\"]}\n"
                        + "drill: {host: 127.0.0.2, from-archive: true, schedule: [\"" + drills + "\"]}");
        deployment.configure("", NEVER, false);
        return deployment.start(supervisorLog(), "supervise");
    }

    private Path supervisorLog() {
        return folder.resolve("supervisor.log");
    }

    private void awaitInLog(String words) {
        Awaitility.await().until(() -> Files.readString(supervisorLog()).contains(words));
    }

    private JsonNode waiting() {
        try {
            return new ObjectMapper()
                    .readTree(Typed.at(deployment, "status", "--json").out())
                    .path("waiting");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Run> drills(Instant tick) {
        return journal.restores()
                .filter(run -> run.cause().tick().equals(Optional.of(tick)))
                .toList();
    }

    @Test
    void aDrillThatWaitsOutlivesItsSupervisorAndRunsOnceWhenTheLaneIsFree() throws Exception {
        Process killed = supervisor(OFTEN);
        Awaitility.await().until(() -> waiting().size() == 1);
        killed.destroyForcibly().waitFor();
        JsonNode left = waiting().get(0);
        Instant tick = Instant.parse(left.path("tick").asText());
        assertThat(left.path("kind").asText()).isEqualTo("drill");
        assertThat(left.path("obstacle").asText()).isEqualTo("run " + copy.id() + ", which reads or removes snapshots");
        assertThat(Instant.parse(left.path("until").asText())).isEqualTo(tick.plusSeconds(3));
        assertThat(words())
                .contains("waiting the drill of " + tick + " has waited ")
                .contains("the next supervisor takes it up until " + tick.plusSeconds(3));

        Process next = supervisor(ONCE_A_YEAR.format(tick.atZone(ZoneOffset.UTC)));
        awaitInLog("the drill of " + tick + " waits for run " + copy.id());
        awaitInLog("next backup at");
        assertThat(waiting().get(0).path("since")).isEqualTo(left.path("since"));
        assertThat(words()).contains("it tries until").doesNotContain("takes it up");
        assertThat(drills(tick)).isEmpty();

        signalCopy("CONT");

        Awaitility.await()
                .until(() -> waiting().isEmpty() && drills(tick).stream().anyMatch(run -> !run.isOpen()));
        next.destroyForcibly().waitFor();
        Process last = supervisor(ONCE_A_YEAR.format(tick.atZone(ZoneOffset.UTC)));
        awaitInLog("next backup at");
        last.destroy();
        last.waitFor();

        Run run = drills(tick).get(0);
        assertThat(drills(tick)).hasSize(1);
        assertThat(run.begin())
                .isAfter(journal.find(copy.id()).end().orElseThrow().at());
        assertThat(journal.find(copy.id()).hasSucceeded()).isTrue();
        assertThat(run.isProof()).isTrue();
        assertThat(run.snapshot()).contains(first);
        assertThat(run.last(RestoreEvent.SnapshotSource.class).orElseThrow().store())
                .isPresent();
        assertThat(deployment.state()).isDirectoryNotContaining("glob:**waiting*");
    }

    private String words() {
        return Typed.at(deployment, "status").out().replaceAll("\\s+", " ");
    }
}
