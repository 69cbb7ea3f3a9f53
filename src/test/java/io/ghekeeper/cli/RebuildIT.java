package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.RebuildEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.KillPoints;
import io.ghekeeper.lab.LeaseHolder;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A data directory is filled from the store where it has to be, and what is there is never lost. */
class RebuildIT extends OneArchive {
    private String first;
    private String second;

    @BeforeEach
    void archive() throws IOException {
        List<String> ids = twoArchived();
        first = ids.get(0);
        second = ids.get(1);
    }

    @Test
    void aLostDirectoryIsFilledAndTheNextBackupGoesOnFromIt() throws IOException {
        Path lost = lost();
        assertThat(Typed.at(deployment, "rebuild", "--plan").out()).contains("the data directory is new");

        rebuild(2);

        requireEqual(lost.resolve(first), snapshot(first));
        requireEqual(lost.resolve(second), snapshot(second));
        assertThat(current()).isEqualTo(Path.of(second));
        assertThat(names()).containsExactly(first, second, "current");
        assertThat(shared(deployment.data(), first, second))
                .isEqualTo(shared(lost, first, second))
                .isNotEmpty();
        String third = HandMade.backUp(deployment);
        assertThat(current()).isEqualTo(Path.of(third));
        assertThat(Typed.at(deployment, "rebuild").out()).contains("nothing to do");
    }

    @Test
    void oneThatIsOlderThanTheStoreGetsTheNewestSnapshot() throws IOException {
        Tool.run("rm", "-r", snapshot(second).toString());
        Files.delete(deployment.data().resolve("current"));
        Files.createSymbolicLink(deployment.data().resolve("current"), Path.of(first));

        Run run = rebuild(1);

        assertThat(run.last(RebuildEvent.RebuildBegun.class).orElseThrow().state())
                .isEqualTo("stale");
        assertThat(current()).isEqualTo(Path.of(second));
        assertThat(names()).containsExactly(first, second, "current");
    }

    /** As a rebuild leaves it that was killed before its last step. */
    @Test
    void aCurrentThatNamesAnOlderSnapshotIsSetAndNothingIsFetched() throws IOException {
        Files.delete(deployment.data().resolve("current"));
        Files.createSymbolicLink(deployment.data().resolve("current"), Path.of(first));
        Files.move(store.resolve("packs"), store.resolve("away"));

        rebuild(2);

        assertThat(current()).isEqualTo(Path.of(second));
        assertThat(names()).containsExactly(first, second, "current");
    }

    @Test
    void aCurrentThatIsNoLinkIsPutAside() throws IOException {
        lost();
        Files.createDirectories(deployment.data().resolve("current"));

        rebuild(1);

        assertThat(current()).isEqualTo(Path.of(second));
        assertThat(names()).anyMatch(name -> name.startsWith("replaced-current-"));
    }

    /** Who may only write to the store could keep the state so for ever, and have a rebuild begin with each start. */
    @Test
    void aRootThatProvesNothingMakesNoDirectoryStale() throws IOException {
        String root = Files.readString(store.resolve("snapshots/" + second + ".json"));
        String own = Files.readString(snapshot(second).resolve("uuid")).strip();
        DateTimeFormatter names = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss");
        // Not the time of now: of two backups in one second, the later one is named by the next second.
        String id = LocalDateTime.parse(second, names).plusSeconds(1).format(names);
        String renamed = root.replace('"' + second + '"', '"' + id + '"');
        String manifest = renamed.replaceAll("(?s).*\"(manifests/[^\"]+)\".*", "$1");
        String digest = manifest.replaceAll("manifests/([0-9a-f]{64}).*", "$1");
        Path forged = store.resolve("snapshots/" + id + ".json");

        for (String junk : List.of(
                "junk",
                "{}",
                root,
                renamed.substring(0, renamed.length() - 9),
                renamed.replace(own, "00000000-1f0e-4b52-9d3e-6a5a1c1b7f10"),
                renamed.replace(digest, "0".repeat(64)),
                renamed.replaceAll("\"objects\"(\\s*):.*", "\"objects\"$1: []}"))) {
            Files.writeString(forged, junk);
            assertThat(Typed.at(deployment, "rebuild", "--plan").out()).as(junk).contains("nothing to do");
            assertThat(Typed.at(deployment, "rebuild", "--plan", "--snapshots", "2")
                            .out())
                    .as(junk)
                    .contains("nothing to do");
        }
        Files.writeString(forged, renamed);
        assertThat(Typed.at(deployment, "rebuild", "--plan").out()).contains("is stale", id);
        Files.move(store.resolve("units"), store.resolve("away"));
        assertThat(Typed.at(deployment, "rebuild", "--plan").out()).contains("nothing to do");
    }

    /** A clock was wrong when it was made. */
    @Test
    void aSnapshotOfTheFutureInTheStoreIsPassedOver() throws IOException {
        lost();
        Files.move(store.resolve("snapshots/" + second + ".json"), store.resolve("snapshots/20991231T000000.json"));

        rebuild(1);

        assertThat(current()).isEqualTo(Path.of(first));
        assertThat(names()).containsExactly(first, "current");
    }

    /** Changes a byte of a snapshot, and lets a verification find it. */
    private byte[] damage(String id) throws IOException {
        Path damaged = snapshot(id).resolve("mysql.sql.gz");
        byte[] whole = Files.readAllBytes(damaged);
        byte[] other = whole.clone();
        other[other.length - 1] ^= 1;
        var time = Files.getLastModifiedTime(damaged);
        Files.delete(damaged); // others share the file
        Files.write(damaged, other);
        Files.setLastModifiedTime(damaged, time);
        Keeper keeper = HandMade.keeper(deployment);
        assertThatThrownBy(() -> keeper.seals().verify().run(Run.Cause.HAND, Optional.empty(), List.of(id), false))
                .isInstanceOf(Failure.class);
        return other;
    }

    @Test
    void whereTheStoreHasNoBetterSnapshotTheGoodOneIsCurrentAndNothingIsLeftToDo() throws IOException {
        byte[] other = damage(second);
        Files.delete(store.resolve("snapshots/" + second + ".json"));
        assertThat(Typed.at(deployment, "rebuild", "--plan").out()).contains("the data directory is damaged");

        rebuild(1);

        assertThat(current()).isEqualTo(Path.of(first));
        assertThat(snapshot(second).resolve("mysql.sql.gz")).hasBinaryContent(other);
        assertThat(names()).containsExactly(first, second, "current");
        assertThat(Typed.at(deployment, "rebuild", "--plan").out()).contains("nothing to do");
    }

    @Test
    void noOlderSnapshotThanTheNewestGoodOneIsFetched() throws IOException {
        Set<Path> others = packs();
        String third = archived();
        damage(third);
        Files.delete(store.resolve("snapshots/" + second + ".json"));
        for (Path pack : packs()) {
            if (!others.contains(pack)) {
                Files.delete(pack);
            }
        }
        Tool.run("rm", "-r", snapshot(first).toString());

        assertThatThrownBy(() -> rebuild(1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ARCHIVE_DAMAGED))
                .hasMessageContaining(third);

        assertThat(current()).isEqualTo(Path.of(second));
        assertThat(names()).contains(second, third).doesNotContain(first);
    }

    @Test
    void whatIsDamagedIsPutAsideWhenItsReplacementIsProven() throws IOException {
        Path damaged = snapshot(second).resolve("mysql.sql.gz");
        byte[] whole = Files.readAllBytes(damaged);
        byte[] other = damage(second);

        Run run = rebuild(1);

        String aside =
                run.last(RebuildEvent.SnapshotPutAside.class).orElseThrow().folder();
        assertThat(aside).startsWith("replaced-" + second);
        assertThat(deployment.data().resolve(aside).resolve("mysql.sql.gz")).hasBinaryContent(other);
        assertThat(damaged).hasBinaryContent(whole);
        assertThat(current()).isEqualTo(Path.of(second));
        HandMade.keeper(deployment).seals().verify().run(Run.Cause.HAND, Optional.empty(), List.of(second), false);
    }

    @Test
    void whatTheStoreLostIsPassedOverForAnOlderSnapshot() throws IOException {
        lost();
        Files.delete(store.resolve("snapshots/" + second + ".json"));
        Files.writeString(store.resolve("snapshots/" + second + ".json"), "{}");

        rebuild(1);

        assertThat(current()).isEqualTo(Path.of(first));
        assertThat(names()).contains(first).doesNotContain(second);
    }

    @Test
    void noRebuildBeginsBesideABackupOrAnotherRebuild() throws IOException {
        Path lost = lost();
        Process holder = LeaseHolder.start(deployment.state());
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");
            assertThatThrownBy(() -> rebuild(1))
                    .isInstanceOfSatisfying(
                            Failure.class, failure -> assertThat(failure.kind()).isEqualTo(FailureKind.RUN_ACTIVE));
        } finally {
            holder.destroyForcibly();
        }
        assertThat(deployment.data()).doesNotExist();
        assertThat(lost).exists();
    }

    @Test
    void oneOfAnotherApplianceIsNotChanged() throws IOException {
        Files.writeString(snapshot(second).resolve("uuid"), "00000000-1f0e-4b52-9d3e-6a5a1c1b7f10\n");
        Files.createFile(snapshot(second).resolve("incomplete"));
        List<String> before = names();

        assertThatThrownBy(() -> rebuild(1)).hasMessageContaining("is of the appliance 00000000");

        assertThat(names()).isEqualTo(before);
    }

    @Test
    void whereverItIsKilledTheNextOneEndsWellAndNothingIsLost() throws IOException {
        Path lost = lost();
        for (int n : KillPoints.of(operations(), 17).toArray()) {
            try {
                rebuild(FaultyDisk.failingFrom(n), 1);
            } catch (Failure killed) {
                assertThat(killed.getMessage()).doesNotContain("internal");
            }
            assertThat(Stream.of(snapshot(second)).filter(Files::exists))
                    .as("struck at " + n + ", it is whole or not there")
                    .allSatisfy(there -> requireEqual(lost.resolve(second), there));

            rebuild(1);
            requireEqual(lost.resolve(second), snapshot(second));
            assertThat(current()).isEqualTo(Path.of(second));
            assertThat(HandMade.keeper(deployment).core().snapshots().list().all().stream()
                            .filter(Snapshot::complete))
                    .hasSize(1);
            Tool.run("rm", "-r", deployment.data().toString());
        }
    }

    @Test
    void oneThatWasCutOffAfterTheNewestGoesOnWithTheOthers() throws IOException {
        Path lost = lost();
        rebuild(1);
        assertThat(Typed.at(deployment, "rebuild", "--plan").out()).contains("nothing to do");
        assertThat(Typed.at(deployment, "rebuild", "--plan", "--snapshots", "2").out())
                .contains("the data directory is partial: it has no good " + first);

        Run run = rebuild(2);

        assertThat(run.last(RebuildEvent.RebuildBegun.class).orElseThrow().state())
                .isEqualTo("partial");
        requireEqual(lost.resolve(first), snapshot(first));
        assertThat(names()).containsExactly(first, second, "current");
        assertThat(current()).isEqualTo(Path.of(second));
        assertThat(Typed.at(deployment, "rebuild", "--plan", "--snapshots", "2").out())
                .contains("nothing to do");
    }

    @Test
    void thePlanOfARestoreNamesTheRunThatArchivedARebuiltSnapshot() throws IOException {
        String archived = new EvidenceFiles(deployment.state())
                .of(second)
                .archived()
                .orElseThrow()
                .run();
        lost();
        Files.move(deployment.state(), folder.resolve("lost-state"));
        rebuild(1);

        String plan = Typed.at(deployment, "restore", deployment.target().host(), "--plan")
                .out();

        assertThat(plan)
                .contains("snapshot    " + second)
                .contains("proven      complete, as run " + archived + " archived it")
                .contains("only a good sealed snapshot is archived");
    }
}
