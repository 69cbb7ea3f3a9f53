package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.snapshot.CheckResults;
import io.ghekeeper.snapshot.ContentCheck;
import io.ghekeeper.snapshot.ContentCheck.CheckVerdict;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Git looks at a sample of a snapshot's repositories; the files are in {@code FileChecksTest}. */
class DeepChecksTest {
    private static final String NETWORK = "repositories/5/nw/5f/f1/2d/4";
    private static final String OTHER = "repositories/6/nw/6a/f1/2d/9";

    @TempDir
    Path volume;

    private SealBox box;
    private Instant now = SealBox.NOW;

    @BeforeEach
    void make() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
    }

    @Test
    void aRepositoryThatLacksAnObjectIsNamed() throws IOException {
        Path whole = repository(FIRST, NETWORK + "/1.git");
        Path broken = repository(FIRST, NETWORK + "/2.git");
        box.seal(FIRST);
        assertThat(repositories(FIRST).outcome()).isEqualTo(CheckVerdict.PASSED);
        assertThat(repositories(FIRST).words()).hasValue("1 of 1 network looked at, with 2 repositories");

        Tool.run("bash", "-c", "rm -r \"$0\"/objects/??; test -d \"$1\"", broken.toString(), whole.toString());

        assertThat(repositories(FIRST).outcome()).isEqualTo(CheckVerdict.FAILED);
        assertThat(repositories(FIRST).words().orElseThrow())
                .contains("; 1 broken: " + NETWORK + "/2.git: git ended with");
    }

    @Test
    void aBrokenRepositoryMakesNoSnapshotSuspect() throws IOException {
        Path broken = repository(FIRST, NETWORK + "/2.git");
        Tool.run("bash", "-c", "rm -r \"$0\"/objects/??", broken.toString());
        box.seal(FIRST);

        assertThat(check(FIRST, Duration.ofMinutes(1)).doubts()).isEmpty();
    }

    @Test
    void aForkTakesObjectsFromItsNetworkWhereverTheApplianceKeepsThat() throws IOException {
        Path network = repository(FIRST, NETWORK + "/network.git");
        Path fork = repository(FIRST, NETWORK + "/7.git");
        Tool.run("bash", "-c", "rm -r \"$0\"/objects/??", fork.toString());
        Files.createDirectories(fork.resolve("objects/info"));
        Files.writeString(fork.resolve("objects/info/alternates"), "/data/repositories/nowhere/network.git/objects\n");
        box.seal(FIRST);
        assertThat(repositories(FIRST).outcome()).isEqualTo(CheckVerdict.PASSED);

        Tool.run("bash", "-c", "rm -r \"$0\"/objects/??", network.toString());
        assertThat(repositories(FIRST).outcome()).isEqualTo(CheckVerdict.FAILED);
    }

    @Test
    void theConfigurationOfARepositoryRunsNoProgram() throws IOException {
        Path repository = repository(FIRST, NETWORK + "/1.git");
        Path trace = volume.resolve("trace");
        Files.writeString(
                repository.resolve("config"),
                "[core]\n\trepositoryformatversion = 1\n\tbare = true\n\tfsmonitor = touch " + trace
                        + "\n\tpager = touch " + trace + "\n\tsshCommand = touch " + trace
                        + "\n\talternateRefsCommand = touch " + trace
                        + "\n[extensions]\n\tpartialClone = origin\n[remote \"origin\"]\n\turl = ext::touch " + trace
                        + "\n\tpromisor = true\n");
        Tool.run("bash", "-c", "rm -r \"$0\"/objects/??", repository.toString());
        box.seal(FIRST);

        repositories(FIRST);

        assertThat(trace).doesNotExist();
    }

    @Test
    void thoseThatWereNeverLookedAtComeFirst() throws IOException {
        repository(FIRST, NETWORK + "/1.git");
        repository(FIRST, OTHER + "/1.git");
        box.seal(FIRST);
        NetworkLooks looks = new NetworkLooks(box.files());
        assertThat(looks.choose(FIRST)).containsExactly(NETWORK, OTHER);
        looks.record(FIRST, List.of(NETWORK), now);
        assertThat(looks.choose(FIRST)).containsExactly(OTHER, NETWORK);
        looks.record(FIRST, List.of(OTHER), now.plusSeconds(60));

        box.share(FIRST, SECOND);
        repository(SECOND, "repositories/9/nw/9a/f1/2d/9/1.git");
        box.seal(SECOND);

        assertThat(new NetworkLooks(box.files()).choose(SECOND))
                .containsExactly("repositories/9/nw/9a/f1/2d/9", NETWORK, OTHER);
    }

    @Test
    void aDamagedRecordSaysThatNoneWasLookedAt() throws IOException {
        repository(FIRST, NETWORK + "/1.git");
        box.seal(FIRST);
        Files.writeString(box.state.resolve("seals/networks-looked-at"), "12 ./\\9\nnonsense\n");

        assertThat(new NetworkLooks(box.files()).choose(FIRST)).containsExactly(NETWORK);
        assertThat(repositories(FIRST).outcome()).isEqualTo(CheckVerdict.PASSED);
    }

    @Test
    void aRecordThatFailsAtAnyOperationIsTheOneBeforeOrTheOneAfter() throws IOException {
        repository(FIRST, NETWORK + "/1.git");
        repository(FIRST, OTHER + "/1.git");
        box.seal(FIRST);
        FaultyDisk counting = FaultyDisk.sound();
        looks(counting).record(FIRST, List.of(NETWORK), now);
        assertThat(counting.operations()).isGreaterThan(4);
        for (int n = 1; n <= counting.operations(); n++) {
            Files.delete(box.state.resolve("seals/networks-looked-at"));
            looks(new LocalDisk()).record(FIRST, List.of(NETWORK), now);
            NetworkLooks failing = looks(FaultyDisk.failingFrom(n));

            assertThatThrownBy(() -> failing.record(FIRST, List.of(OTHER), now.plusSeconds(60)))
                    .as("operation " + n)
                    .isInstanceOf(IOException.class);

            assertThat(looks(new LocalDisk()).choose(FIRST))
                    .as("operation " + n)
                    .isIn(List.of(OTHER, NETWORK), List.of(NETWORK, OTHER));
            looks(new LocalDisk()).record(FIRST, List.of(OTHER), now.plusSeconds(60));
            assertThat(looks(new LocalDisk()).choose(FIRST)).containsExactly(NETWORK, OTHER);
        }
    }

    private NetworkLooks looks(Disk disk) {
        return new NetworkLooks(new SealFiles(disk, box.state));
    }

    @Test
    void whatTheTimeDoesNotSufficeForIsNotCalledLookedAt() throws IOException {
        repository(FIRST, NETWORK + "/1.git");
        box.seal(FIRST);

        Optional<ContentCheck> found = result(check(FIRST, Duration.ofNanos(1)));

        assertThat(found.orElseThrow().outcome()).isEqualTo(CheckVerdict.UNKNOWN);
        assertThat(new NetworkLooks(box.files()).choose(FIRST)).containsExactly(NETWORK);
    }

    @Test
    void aRepositoryThatIsTooLargeForTheMemoryIsNotCalledBroken() {
        assertThat(GitFsck.isTooLarge(new IOException(
                        "git ended with 128: fatal: Out of memory, malloc failed (tried to allocate 73728 bytes)")))
                .isTrue();
        assertThat(GitFsck.isTooLarge(
                        new IOException("git ended with 128: fatal: mmap failed: Cannot allocate memory")))
                .isTrue();
        assertThat(GitFsck.isTooLarge(
                        new IOException("git ended with 2: missing blob 45b983be36b73c0788dc9cbcb76cbb80fc7bb057")))
                .isFalse();
    }

    @Test
    void zeroTimeIsNoCheck() throws IOException {
        repository(FIRST, NETWORK + "/1.git");
        box.seal(FIRST);

        assertThat(result(check(FIRST, Duration.ZERO))).isEmpty();
    }

    @Test
    void aGitThatHangsDoesNotKeepTheRunFromEnding() throws IOException, InterruptedException {
        Path repository = repository(FIRST, NETWORK + "/1.git");
        box.seal(FIRST);
        Tool.run("bash", "-c", "rm \"$0\"/HEAD; mkfifo \"$0\"/HEAD", repository.toString());
        Failure end = new Failure(FailureKind.RUN_CANCELLED, "cancelled", "Nothing.");

        Failure failure = catchThrowableOfType(
                Failure.class,
                () -> check(FIRST, Duration.ofMinutes(1), new SealProgress() {
                    @Override
                    public void read(long bytes) {}

                    @Override
                    public void walked() {}

                    @Override
                    public void requireGoOn() {
                        if (isGitThere(repository)) {
                            throw end;
                        }
                    }
                }));

        assertThat(failure).isSameAs(end);
        for (Thread checking : Thread.getAllStackTraces().keySet()) {
            if (checking.getName().equals("check")) {
                checking.join(Duration.ofMinutes(1).toMillis());
            }
        }
        assertThat(box.state.resolve("seals/networks-looked-at"))
                .as("written after the end")
                .doesNotExist();
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (isGitThere(repository)) {
            assertThat(System.nanoTime()).as("git goes on").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean isGitThere(Path repository) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().commandLine().stream())
                .anyMatch(line -> line.contains("--git-dir=" + repository));
    }

    private Path repository(String snapshot, String path) throws IOException {
        Path repository = box.snapshot(snapshot).resolve(path);
        Files.createDirectories(repository.getParent());
        Tool.run(
                "bash",
                "-c",
                "git init -q --bare \"$0\" && cd \"$0\" && blob=$(echo text | git hash-object -w --stdin)"
                        + " && tree=$(printf '100644 blob %s\\tname\\n' $blob | git mktree)"
                        + " && export GIT_AUTHOR_DATE='@1 +0000' GIT_COMMITTER_DATE='@1 +0000'"
                        + " && commit=$(echo m | git -c user.name=n -c user.email=e commit-tree $tree)"
                        + " && git update-ref refs/heads/main $commit && git symbolic-ref HEAD refs/heads/main",
                repository.toString());
        return repository;
    }

    private ContentCheck repositories(String snapshot) {
        return result(check(snapshot, Duration.ofMinutes(1))).orElseThrow();
    }

    private static Optional<ContentCheck> result(CheckResults results) {
        return results.checks().stream()
                .filter(check -> check.name().equals(ContentCheck.REPOSITORIES))
                .findFirst();
    }

    private CheckResults check(String snapshot, Duration limit) {
        return check(snapshot, limit, new Unwatched());
    }

    private CheckResults check(String snapshot, Duration limit, SealProgress progress) {
        DeepChecks checks = new DeepChecks(box.state, new LocalDisk(), Clock.fixed(now, ZoneOffset.UTC), limit);
        return checks.check(
                box.snapshotOf(snapshot),
                checks.files(box.snapshotOf(snapshot), progress),
                "20261120T120000Z-seal-0001",
                progress);
    }
}
