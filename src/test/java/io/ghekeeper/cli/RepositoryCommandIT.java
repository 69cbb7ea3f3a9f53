package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.age.AgeKeygen;
import io.ghekeeper.archive.StorePrune;
import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.repository.ForkNetwork;
import io.ghekeeper.store.FolderStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One repository is found and exported: from the volume, from an older SNAPSHOT, and from the store alone. */
class RepositoryCommandIT extends OneDeployment {
    private static final String NEWER = "20991120T031700";

    private static final String SNAPSHOT = "20261120T031700";

    @TempDir
    static Path made;

    private Path out;

    @BeforeAll
    static void makeSnapshot() throws IOException {
        Path snapshot = WholeSnapshot.make(made, SNAPSHOT, "7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");
        ForkNetwork.make(snapshot, Files.createDirectory(made.resolve("aside")));
    }

    @BeforeEach
    void haveASnapshot() throws IOException {
        deployment.configure("");
        Files.createDirectories(deployment.data());
        Tool.run(
                "cp", "-a", made.resolve(SNAPSHOT).toString(), deployment.data().toString());
        out = Files.createDirectory(folder.resolve("out"));
    }

    private Deployment.Result type(String... arguments) {
        return Typed.at(deployment, arguments);
    }

    private String to(String name) {
        return out.resolve(name).toString();
    }

    /** A complete snapshot in which all repositories were deleted. */
    private void deleteInANewerSnapshot() throws IOException {
        Path newer = Files.createDirectory(deployment.data().resolve(NEWER));
        Files.writeString(newer.resolve("version"), "v3.12.1\n");
    }

    @Test
    void oneThatWasDeletedSinceIsFoundInTheLastSnapshotThatHasIt() throws IOException {
        deleteInANewerSnapshot();

        Deployment.Result newest = type("repository", "find", "octo/hello");
        Deployment.Result all = type("repository", "find", "octo/hello", "--all");

        assertThat(newest.status()).as(newest.err()).isEqualTo(98);
        assertThat(newest.err()).contains("no repository octo/hello is in the newest snapshot", "--all");
        assertThat(all.status()).as(all.err()).isZero();
        assertThat(all.out()).contains(SNAPSHOT, "Octo/Hello", ForkNetwork.NETWORK + "/4.git");
        assertThat(type("repository", "find", "9", "--snapshot", SNAPSHOT).out())
                .contains("other/hello");
        assertThat(type("repository", "find", "no/one", "--all").status()).isEqualTo(98);
    }

    @Test
    void whatIsFoundAndExportedIsAsItsSchemaSays() throws IOException {
        JsonNode found = json("repository", "find", "4", "--json");
        JsonNode exported = json("repository", "export", "4", "--snapshot", SNAPSHOT, "--to", to("4.bundle"), "--json");

        assertThat(LookingIT.problems("repository", found)).isEmpty();
        assertThat(LookingIT.problems("repository", exported)).isEmpty();
        assertThat(found.path("repositories").path(0).path("name").asText()).isEqualTo("Octo/Hello");
        assertThat(exported.path("exported").path("refs").asInt()).isEqualTo(4);
    }

    private JsonNode json(String... arguments) throws IOException {
        Deployment.Result result = type(arguments);
        assertThat(result.status()).as(result.err()).isZero();
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void aTargetOfNoFormAndARepositoryOfTwoAreRefused() throws IOException {
        Files.writeString(
                deployment.data().resolve(SNAPSHOT + "/" + ForkNetwork.NETWORK + "/4.git/info/nwo"), "other/hello");

        Deployment.Result form = type("repository", "export", "4", "--snapshot", SNAPSHOT, "--to", to("4.zip"));
        Deployment.Result two =
                type("repository", "export", "other/hello", "--snapshot", SNAPSHOT, "--to", to("4.git"));

        assertThat(form.status()).isEqualTo(2);
        assertThat(form.err()).contains(".bundle");
        assertThat(two.status()).isEqualTo(98);
        assertThat(two.err()).contains("2 repositories are called other/hello", "4.git", "9.git");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void nothingIsExportedToWhereTheEngineWouldTakeItForASnapshot() {
        for (Path kept : List.of(deployment.data(), deployment.data().resolve(SNAPSHOT + "/.."), deployment.state())) {
            Deployment.Result refused = type(
                    "repository",
                    "export",
                    "4",
                    "--snapshot",
                    SNAPSHOT,
                    "--to",
                    kept.resolve("4.git").toString());

            assertThat(refused.status()).as(refused.err()).isEqualTo(99);
            assertThat(refused.err()).contains("4.git is in ");
        }
        assertThat(deployment.data().resolve("4.git")).doesNotExist();
    }

    @Test
    void oneThatOnlyTheEncryptedStoreHasIsExported() throws IOException {
        Path identity = encrypted();
        archive(SNAPSHOT);
        deleteInANewerSnapshot();
        Tool.run("rm", "-rf", deployment.data().resolve(SNAPSHOT).toString());

        Deployment.Result without = type("repository", "find", "octo/hello", "--all");
        Deployment.Result found = type("repository", "find", "octo/hello", "--all", "--identity", identity.toString());
        Deployment.Result exported = type(
                "repository",
                "export",
                "octo/hello",
                "--snapshot",
                SNAPSHOT,
                "--to",
                to("4.git"),
                "--identity",
                identity.toString());

        assertThat(without.status()).isEqualTo(98);
        assertThat(without.err()).contains("the store were not searched", "--identity");
        assertThat(found.status()).as(found.err()).isZero();
        assertThat(found.out()).contains(SNAPSHOT, "store", "Octo/Hello");
        assertThat(exported.status()).as(exported.err()).isZero();
        assertThat(exported.out()).contains("exported: ", "4 refs", "git fsck found nothing wrong", "its wiki: ");
        assertThat(Tool.run("git", "-C", to("4.git"), "ls-tree", "--name-only", "main"))
                .isEqualTo("one\ntwo");
        assertThat(made.resolve("aside/used")).doesNotExist();
        try (Stream<Path> left = Files.list(deployment.state())) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.contains("archive-plan."));
        }
    }

    @Test
    void oneOfACompactedStoreIsExported() throws IOException {
        Path identity = encrypted();
        byte[] dead = new byte[1 << 20];
        new Random(5).nextBytes(dead);
        Path big = Files.write(deployment.data().resolve(SNAPSHOT + "/pages/big"), dead);
        archive(SNAPSHOT);
        Path kept = deployment.data().resolve("20261121T031700");
        Tool.run("cp", "-a", deployment.data().resolve(SNAPSHOT).toString(), kept.toString());
        Files.delete(kept.resolve("pages/big"));
        archive("20261121T031700");
        Path store = folder.resolve("store");
        try (FolderStore objects = new FolderStore(store, new LocalDisk(), Clock.systemUTC())) {
            String appliance = new StorePrune(objects, new LocalDisk(), folder, words -> {}).appliance();
            new StoreSnapshots(objects).giveUp(SNAPSHOT, appliance, "a-run", "no rule keeps it");
        }
        Tool.run("rm", "-rf", big.getParent().getParent().toString());
        JsonNode packs = json("archive", "compact", "--plan", "--json")
                .path("compaction")
                .path("packs");
        assertThat(packs).isNotEmpty();
        Deployment.Result done = type("archive", "compact");
        assertThat(done.status()).as(done.err()).isZero();
        for (JsonNode pack : packs) {
            Files.delete(store.resolve(pack.path("pack").asText()));
        }
        deleteInANewerSnapshot();
        Tool.run("rm", "-rf", kept.toString());

        Deployment.Result exported = type(
                "repository",
                "export",
                "octo/hello",
                "--snapshot",
                "20261121T031700",
                "--to",
                to("4.git"),
                "--identity",
                identity.toString());

        assertThat(exported.status()).as(exported.err()).isZero();
        assertThat(exported.out()).contains("4 refs", "git fsck found nothing wrong");
        assertThat(Tool.run("git", "-C", to("4.git"), "ls-tree", "--name-only", "main"))
                .isEqualTo("one\ntwo");
    }

    /** Configures an encrypted store, and returns the identity. */
    private Path encrypted() throws IOException {
        Path store = Files.createDirectory(folder.resolve("store"));
        Path identity = folder.resolve("identity");
        try (AgeKeygen.GeneratedIdentity made = new AgeKeygen().generate()) {
            Files.write(identity, made.text());
            deployment.sections("archive: {store: \"file://" + store + "\", recipients: [" + made.recipient() + "]}");
        }
        deployment.configure("");
        return identity;
    }

    private void archive(String snapshot) {
        Keeper keeper = HandMade.keeper(deployment);
        WholeSnapshot.record(keeper.core().journal(), snapshot, Run.Outcome.SUCCEEDED);
        keeper.seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
        keeper.archive().run(false).run(Run.Cause.HAND, Optional.empty(), snapshot);
    }
}
