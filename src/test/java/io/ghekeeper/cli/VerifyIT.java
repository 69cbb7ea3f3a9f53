package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.lab.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A verification is a process of its own. What it finds decides what a snapshot is worth. */
@Tag("core")
class VerifyIT extends OneDeployment {
    @BeforeEach
    void useQuickEngine() {
        deployment.useQuickEngine();
        deployment.configure("");
    }

    @Test
    void aSnapshotThatIsEqualToItsSealIsShownAsVerified() {
        String snapshot = backUp();
        seal(snapshot);

        Deployment.Result verify = Typed.at(deployment, "verify");

        assertThat(verify.status()).as(verify.err() + verify.out()).isZero();
        assertThat(verify.out()).contains("verified: " + snapshot, " succeeded in ");
        assertThat(Typed.at(deployment, "snapshots", "show", snapshot).out())
                .containsPattern("verified +.*equal to its seal, by run \\d{8}T\\d{6}Z-verify-");
    }

    @Test
    void damageIsNamedAndTheSnapshotCountsForNothing() throws IOException {
        String snapshot = backUp();
        seal(snapshot);
        Path file = flipOneBit(deployment.data().resolve(snapshot));

        Deployment.Result verify = Typed.at(deployment, "verify", snapshot);

        String name = deployment.data().resolve(snapshot).relativize(file).toString();
        assertThat(verify.status()).as(verify.err() + verify.out()).isEqualTo(79);
        assertThat(verify.out()).contains("content: " + name + ": its content is not the one that was sealed");
        assertThat(verify.err()).contains("snapshot-damaged", snapshot, name);
        assertThat(Typed.at(deployment, "snapshots").out()).contains("damaged: " + snapshot);
        assertThat(Typed.at(deployment, "status", "--json").out()).contains("\"damaged\" : 1");
        Deployment.Result restore =
                Typed.at(deployment, "restore", "scratch.example", "--plan", "--snapshot", snapshot);
        assertThat(restore.status()).isEqualTo(82);
        assertThat(restore.err()).contains("snapshot-in-doubt", "is damaged: ", name);
    }

    @Test
    void aSnapshotWithoutASealIsNotCalledVerifiedOrDamaged() {
        String snapshot = backUp();

        assertThat(Typed.at(deployment, "verify").status()).isEqualTo(77);
        assertThat(Typed.at(deployment, "verify", snapshot).status()).isEqualTo(77);

        assertThat(Typed.at(deployment, "snapshots", "show", snapshot).out())
                .contains("good")
                .doesNotContain("verified");
    }

    @Test
    void allSnapshotsAreReadThoughOneIsDamaged() throws Exception {
        String first = backUp();
        seal(first);
        String second = backUp();
        seal(second);
        flipOneBit(deployment.data().resolve(second));

        Deployment.Result verify = Typed.at(deployment, "verify", "--all");

        assertThat(verify.status()).as(verify.out()).isEqualTo(79);
        assertThat(verify.out())
                .contains("reading 2 snapshots, each file once", "damaged: " + first, "damaged: " + second);
        Journal journal = HandMade.journal(deployment);
        assertThat(journal.newest(1).readable().get(0))
                .satisfies(run -> assertThat(run.kind()).isEqualTo(Run.Kind.VERIFY))
                .satisfies(run -> assertThat(run.end().orElseThrow().outcome()).isEqualTo(Run.Outcome.FAILED));
    }

    private String backUp() {
        nextSecond();
        return HandMade.backUp(deployment);
    }

    private void seal(String snapshot) {
        HandMade.keeper(deployment).seals().run().run(Run.Cause.HAND, Optional.empty(), snapshot);
    }

    /** In the last file of the largest part, with the size and time that it had. */
    private static Path flipOneBit(Path snapshot) throws IOException {
        Path file;
        try (Stream<Path> files = Files.walk(snapshot.resolve("repositories"))) {
            file = files.filter(Files::isRegularFile)
                    .filter(VerifyIT::holdsAnything)
                    .max(Path::compareTo)
                    .orElseThrow();
        }
        FileTime time = Files.getLastModifiedTime(file);
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
        return file;
    }

    private static boolean holdsAnything(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
