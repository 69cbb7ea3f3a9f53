package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.KillPoints;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What goes wrong while a data directory is filled, and what is left of it. */
class RebuildFaultIT extends OneArchive {
    private static final String OTHER = "00000000-1f0e-4b52-9d3e-6a5a1c1b7f10";

    private static void assertFails(FailureKind kind, String words, Runnable rebuild) {
        assertThatThrownBy(rebuild::run)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    /** Two archived snapshots, the packs of the second of which are lost. */
    private List<String> withoutPacksOfTheSecond() throws IOException {
        deployment.useQuickEngine();
        plainStore("");
        String first = archived();
        Set<Path> packs = packs();
        String second = archived();
        for (Path pack : packs()) {
            if (!packs.contains(pack)) {
                Files.delete(pack);
            }
        }
        return List.of(first, second);
    }

    @Test
    void whatIsPassedOverLeavesNothingOnceAnotherSnapshotIsThere() throws IOException {
        List<String> ids = withoutPacksOfTheSecond();
        lost();

        Run run = rebuild(1);

        assertThat(names()).containsExactly(ids.get(0), "current");
        assertThat(Files.readString(deployment.state().resolve("runs/" + run.id() + "/output.log")))
                .contains(ids.get(1) + " cannot be had", "the data directory is still stale: ");
    }

    @Test
    void whereNoneCanBeHadWhatWasFetchedStaysAndIsNamed() throws IOException {
        List<String> ids = twoArchived();
        for (Path pack : packs()) {
            Files.delete(pack);
        }
        lost();

        assertFails(FailureKind.ARCHIVE_DAMAGED, ids.get(1), () -> rebuild(1));

        assertThat(names()).containsExactly("fetching-" + ids.get(0), "fetching-" + ids.get(1));
        String listed = Typed.at(deployment, "snapshots").out();
        assertThat(listed.replaceAll("\\s+", " "))
                .contains("fetching-" + ids.get(0))
                .contains("an unfinished fetch of " + ids.get(1))
                .contains("ghe-keeper archive fetch " + ids.get(1));
        JsonNode leftover = new ObjectMapper()
                .readTree(Typed.at(deployment, "snapshots", "--json").out())
                .path("leftovers")
                .path(0);
        assertThat(leftover.path("name").asText()).isEqualTo("fetching-" + ids.get(0));
        assertThat(leftover.path("kind").asText()).isEqualTo("fetching");
        assertThat(Typed.at(deployment, "doctor").out().replaceAll("\\s+", " "))
                .contains("fetching-" + ids.get(1) + ": an unfinished fetch of " + ids.get(1));
    }

    @Test
    void aStoreThatGoesAwayLeavesNoHalfSnapshotAndTheNextRebuildGoesOn() throws IOException {
        String id = twoArchived().get(1);
        Path lost = lost();
        Path away = folder.resolve("away");

        for (int n : KillPoints.of(operations(), 41).toArray()) {
            try {
                rebuild(FaultyDisk.disturbedAt(n, () -> Files.move(store, away)), 1);
            } catch (Failure failure) {
                assertThat(failure.kind()).as("at " + n).isEqualTo(FailureKind.STORE_FAILED);
                assertThat(snapshot(id)).doesNotExist();
            }
            if (Files.exists(away)) {
                Files.move(away, store);
            }

            rebuild(1);
            requireEqual(lost.resolve(id), snapshot(id));
            assertThat(names()).containsExactly(id, "current");
            Tool.run("rm", "-r", deployment.data().toString());
        }
    }

    @Test
    void noBackupAndNoOtherRebuildBeginsBesideOne() throws IOException {
        String id = twoArchived().get(1);
        lost();
        int middle = operations() / 2;
        List<Deployment.Result> refused = new ArrayList<>();

        rebuild(
                FaultyDisk.disturbedAt(middle, () -> {
                    refused.add(deployment.type("backup"));
                    refused.add(deployment.type("rebuild"));
                }),
                1);

        assertThat(refused).hasSize(2).allSatisfy(result -> {
            assertThat(result.status()).isEqualTo(FailureKind.RUN_ACTIVE.exitStatus());
            assertThat(result.err()).contains("another run is in progress");
        });
        assertThat(names()).containsExactly(id, "current");
    }

    @Test
    void anIdentityThatDoesNotFitLeavesNothingAndTheRightOneGoesOn() throws IOException {
        deployment.useQuickEngine();
        store = Files.createDirectory(folder.resolve("store"));
        String right = identity("right");
        String recipient = right.replaceAll("(?s).*public key: (age1\\w+).*", "$1");
        deployment.sections("archive: {store: \"file://" + store + "\", recipients: [" + recipient + "]}");
        deployment.configure("");
        String id = archived();
        lost();

        assertFails(FailureKind.CONFIGURATION_INVALID, "no identity", () -> rebuild(1));
        assertThat(Typed.at(deployment, "rebuild").err())
                .contains("no identity is given", "copies from the appliance all that is not on the volume")
                .doesNotContain("damaged files");
        String wrong = identity("wrong");
        assertFails(FailureKind.ENCRYPTION_FAILED, "identit", () -> rebuildBy(wrong));
        assertThat(snapshot(id)).doesNotExist();

        rebuildBy(right);
        assertThat(names()).containsExactly(id, "current");
    }

    private String identity(String name) throws IOException {
        Path file = folder.resolve(name);
        Tool.run("age-keygen", "-o", file.toString());
        return Files.readString(file);
    }

    private void rebuildBy(String identity) {
        try (ArchiveIdentity read = ArchiveIdentity.of(identity.getBytes(StandardCharsets.US_ASCII), "the test")) {
            HandMade.keeper(deployment).rebuild().run(Optional.of(read)).run(Run.Cause.HAND, Optional.empty(), 1);
        }
    }

    private void inStore(String file, String text, String other) throws IOException {
        Path place = store.resolve(file);
        String before = Files.readString(place);
        assertThat(before).contains(text);
        Files.delete(place);
        Files.writeString(place, before.replace(text, other));
    }

    @Test
    void aStoreOfANewerFormatIsNotRead() throws IOException {
        twoArchived();
        lost();
        String format =
                Files.readString(store.resolve("format.json")).replaceAll("(?s).*(\"format\"\\s*:\\s*1).*", "$1");
        inStore("format.json", format, "\"format\": 2");

        assertFails(FailureKind.CONFIGURATION_INVALID, "a format that this ghe-keeper cannot read", () -> rebuild(1));

        assertThat(deployment.data()).doesNotExist();
    }

    /** Where the volume is empty, only the store says whose it is. */
    @Test
    void aSnapshotOfAnotherApplianceInTheStoreIsNotTaken() throws IOException {
        String id = twoArchived().get(1);
        String own = Files.readString(snapshot(id).resolve("uuid")).strip();
        lost();
        inStore("format.json", own, OTHER);

        assertFails(FailureKind.ARCHIVE_DAMAGED, "and not of " + OTHER, () -> rebuild(1));
        assertThat(names()).isEmpty();

        inStore("snapshots/" + id + ".json", own, OTHER);
        assertFails(FailureKind.ARCHIVE_DAMAGED, "has the uuid " + own + " in it", () -> rebuild(1));
        assertThat(names()).containsExactly("fetching-" + id);
    }

    /** Who may only write to the store could block each rebuild by one. */
    @Test
    void aRootOfAnotherApplianceInTheStoreIsPassedOver() throws IOException {
        List<String> ids = twoArchived();
        String own = Files.readString(snapshot(ids.get(1)).resolve("uuid")).strip();
        lost();
        inStore("snapshots/" + ids.get(1) + ".json", own, OTHER);

        Run run = rebuild(1);

        assertThat(names()).containsExactly(ids.get(0), "current");
        assertThat(Files.readString(deployment.state().resolve("runs/" + run.id() + "/output.log")))
                .contains(ids.get(1) + " cannot be had", "is of the appliance " + OTHER + ", and not of " + own);
    }

    @Test
    void whatWasPutAsideIsListedAndNoPlanOfRetentionNamesIt() throws IOException {
        String id = twoArchived().get(1);
        Files.createFile(snapshot(id).resolve("incomplete"));
        rebuild(1);
        String aside = names().stream()
                .filter(name -> name.startsWith("replaced-"))
                .findFirst()
                .orElseThrow();

        assertThat(Typed.at(deployment, "snapshots").out().replaceAll("\\s+", " "))
                .contains(aside)
                .contains("what was in the place of " + id + " before ");
        assertThat(Typed.at(deployment, "doctor").out()).contains(aside);
        assertThat(Typed.at(deployment, "retention", "plan").out()).doesNotContain("replaced-");
        assertThat(Files.isDirectory(deployment.data().resolve(aside))).isTrue();
    }

    @Test
    void whoIsNotRootGetsItToo() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Tool.run("id", "-u").strip().equals("0") && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "only root can become another user");
        String id = twoArchived().get(1);
        Path lost = lost();
        Tool.run("chown", "-R", "65534:65534", folder.toString());
        List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"));
        command.addAll(deployment.command("rebuild"));

        Process rebuild = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(rebuild.waitFor()).as(Files.readString(log)).isZero();
        requireEqual(lost.resolve(id), snapshot(id));
        assertThat(Files.readString(log)).contains("only root may set owners");
    }
}
