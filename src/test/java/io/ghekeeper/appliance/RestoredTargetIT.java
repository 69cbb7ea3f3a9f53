package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ghekeeper.appliance.RepositoryCheck.RepositoryState;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.ApplianceFiles;
import io.ghekeeper.lab.FakeAppliance;
import io.ghekeeper.lab.RealSshd;
import io.ghekeeper.lab.SshKeys;
import io.ghekeeper.lab.TestTimeouts;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of a target once something was restored to it. */
@Timeout(300)
class RestoredTargetIT {
    private static final Timeouts LITTLE =
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(6));
    private static final Duration ENOUGH = TestTimeouts.LONG;
    private static final String REPOSITORIES = "/data/user/repositories";

    @TempDir
    private Path folder;

    private Timeouts timeouts = Timeouts.USUAL;
    private Duration slowest = TestTimeouts.LONG;
    private FakeAppliance server;
    private SshKeys.Pair key;
    private Path knownHosts;
    private Path restoredHosts;

    @BeforeEach
    void serve() throws IOException {
        server = FakeAppliance.start(folder.resolve("appliance"));
        key = SshKeys.make(folder, "id", SshKeys.Kind.ED25519);
        server.authorize(key.publicKey());
        knownHosts = Files.writeString(folder.resolve("known_hosts"), server.knownHostsLine() + "\n");
        restoredHosts = folder.resolve("restored_hosts");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void reportsWhatItIsAfterARestore() throws IOException {
        server.files().addFile("/data/user/common/ghe-restore-status", "complete\n");
        server.files().maintenance(true);
        Files.createDirectories(server.files().at(REPOSITORIES + "/octo.git/not-another.git"));

        RestoredFacts facts = restored(List.of());

        assertThat(facts.version()).contains("3.11.0");
        assertThat(facts.uuid()).contains("7f2d4f5e-58cb-4cf0-9d0a-3d6d3c1f7a11");
        assertThat(facts.restoreStatus()).contains("complete");
        assertThat(facts.maintenance()).contains(true);
        assertThat(facts.repositories()).contains(4L);
        assertThat(facts.pinned()).isTrue();
        assertThat(facts.hostKey().fingerprint()).isEqualTo(server.hostKeyFingerprint());
    }

    @Test
    void whatItDoesNotSayIsNothingAndNoFailure() {
        server.files().notAnAppliance();
        server.files().hang("sudo");
        waitLittle();

        RestoredFacts facts = restored(List.of());

        assertThat(facts.version()).isEmpty();
        assertThat(facts.uuid()).isEmpty();
        assertThat(facts.restoreStatus()).isEmpty();
        assertThat(facts.maintenance()).contains(false);
        assertThat(facts.repositories()).isEmpty();
    }

    @Test
    void repositoriesThatCannotAllBeSeenAreNotCounted() throws IOException {
        Files.move(server.files().at(REPOSITORIES), server.files().at("/data/user/elsewhere"));
        assertThat(restored(List.of()).repositories()).isEmpty();
        Files.createDirectory(server.files().at(REPOSITORIES));
        assertThat(restored(List.of()).repositories()).contains(0L);
        server.files().fail("sudo", 1);
        assertThat(restored(List.of()).repositories()).isEmpty();
    }

    @Test
    void countsEachPartAsBackupUtilsFindsIt() throws IOException {
        ApplianceFiles files = server.files();
        Files.createDirectories(files.at(REPOSITORIES + "/0/aa/bb/cc/gist/17.git/sub.git"));
        Files.createDirectories(files.at(REPOSITORIES + "/0/gist/aa/bb/cc/18.git"));
        files.addFile("/data/user/storage/a/aa/bb/line\nbreak", "an object");
        files.addFile("/data/user/storage/a/aa/bb/cc/too-deep", "no object");
        files.addFile("/data/user/storage/tmp", "no object");
        files.addFile("/data/user/git-hooks/environments/1/unpacked", "of no snapshot");
        files.addFile("/data/user/audit-log/audit_log-1-2026-11-1", "{}");

        RestoredContents contents = restored(List.of()).contents();

        assertThat(contents.repositories()).contains(5L);
        assertThat(contents.gists()).contains(1L);
        assertThat(contents.storage()).contains(4L);
        assertThat(contents.pages()).contains(3L);
        assertThat(contents.gitHooks()).contains(2L);
        assertThat(contents.auditLog()).contains(2L);
    }

    /** A release that restores without the storage directory says that all went well. */
    @Test
    void aFolderThatIsGoneHoldsNoneAndOneThatCannotBeReadIsUnknown() {
        Tool.run("rm", "-r", server.files().at("/data/user/storage").toString());
        assertThat(restored(List.of()).contents().storage()).contains(0L);

        server.files().fail("sudo", 1);
        server.files().fail("curl", 7);
        RestoredContents nothing = restored(List.of()).contents();
        assertThat(nothing).isEqualTo(RestoredContents.unknown());
    }

    @Test
    void whatHangsIsGivenUpAndTheOthersAreCountedAllTheSame() {
        server.files().hang("curl");
        waitLittle();

        RestoredContents contents = restored(List.of()).contents();

        assertThat(contents.auditLog()).isEmpty();
        assertThat(contents.storage()).contains(3L);
    }

    @Test
    void aHostKeyOfTheSnapshotIsGoodButNotPinned() {
        server.changeHostKey();
        HostKey brought = shown();

        RestoredFacts facts = restored(List.of(SomeKeys.rsa(), brought, SomeKeys.ecdsa()));

        assertThat(facts.hostKey()).isEqualTo(brought);
        assertThat(facts.pinned()).isFalse();
        server.files().maintenance(true);
        target().liftMaintenance(key.unlocked(), List.of(brought));
        assertThat(target().fsck(key.unlocked(), List.of(brought), 1, ENOUGH)).hasSize(1);
        assertThat(knownHosts).content().doesNotContain(brought.base64());
    }

    @Test
    void anyOtherHostKeyIsAChangedOne() {
        server.changeHostKey();

        assertRefused(FailureKind.HOST_KEY_CHANGED, server.hostKeyFingerprint(), List.of(SomeKeys.ecdsa()));
        assertThat(catchThrowableOfType(Failure.class, () -> target().setMaintenance(key.unlocked()))
                        .kind())
                .isEqualTo(FailureKind.HOST_KEY_CHANGED);
    }

    @Test
    void aHostKeyThatARestoreBroughtIsPinnedFromThenOn() throws IOException {
        String pinned = Files.readString(knownHosts);
        server.changeHostKey();
        HostKey brought = shown();

        assertThat(pin(restored(List.of(brought)).hostKey())).contains(restoredHosts);

        assertThat(restored(List.of()).pinned()).isTrue();
        assertThat(new RestoreTarget(settings(server.port(), FakeAppliance.USER), Optional.of("3.11.0"))
                        .facts(key.unlocked())
                        .hostKey())
                .isEqualTo(brought);
        assertThat(knownHosts).hasContent(pinned);
        server.changeHostKey();
        assertRefused(FailureKind.HOST_KEY_CHANGED, knownHosts + " line 1 has", List.of());
    }

    @Test
    void aHostThatARestoreMadeKnownIsNoNewOneToTrust() {
        server.changeHostKey();
        pin(shown());
        server.changeHostKey();
        knownHosts.toFile().delete();
        Appliance trusting = new Appliance(settings(server.port(), FakeAppliance.USER));

        Failure changed =
                catchThrowableOfType(Failure.class, () -> trusting.probe(key.unlocked(), Optional.of("3.11.0")));

        assertThat(changed.kind()).isEqualTo(FailureKind.HOST_KEY_CHANGED);
        assertThat(changed).hasMessageContaining(restoredHosts + " line 1 has");
        assertThat(knownHosts).doesNotExist();
    }

    @Test
    void aHostKeyThatIsRevokedBesideThePinsIsNeverGood() throws IOException {
        HostKey pinned = shown();
        Files.writeString(restoredHosts, "@revoked * " + pinned.type() + " " + pinned.base64() + "\n");

        assertRefused(FailureKind.HOST_KEY_CHANGED, restoredHosts + " line 1 calls revoked", List.of(pinned));
    }

    @Test
    void aPinnedTypeIsAskedForBeforeAnyOther() {
        assertThat(new HostKeyCheck(
                                settings(server.port(), FakeAppliance.USER),
                                List.of(SomeKeys.ed25519(), SomeKeys.ecdsa()),
                                HostHints.CONFIGURED)
                        .findExistingAlgorithms("", 0))
                .containsExactly("ecdsa-sha2-nistp256");
    }

    private Optional<Path> pin(HostKey brought) {
        return new RestoredHosts(new LocalDisk()).pin(settings(server.port(), FakeAppliance.USER), brought);
    }

    @Test
    void aRevokedHostKeyIsNeverGood() throws IOException {
        server.changeHostKey();
        HostKey brought = shown();
        Files.writeString(knownHosts, "@revoked * " + brought.type() + " " + brought.base64() + "\n");

        assertRefused(FailureKind.HOST_KEY_CHANGED, "revoked", List.of(brought));
    }

    @Test
    void anUnknownHostStaysUnknownWhateverTheSnapshotHolds() throws IOException {
        Files.delete(knownHosts);

        assertRefused(FailureKind.HOST_KEY_UNKNOWN, server.hostKeyFingerprint(), List.of(SomeKeys.ecdsa()));
    }

    @Test
    void soundRepositoriesAreFoundSound() {
        assertThat(fsck(100, ENOUGH)).hasSize(3).allSatisfy(check -> {
            assertThat(check.outcome()).as(check.toString()).isEqualTo(RepositoryState.SOUND);
            assertThat(check.complaint()).isEmpty();
            assertThat(check.repository()).matches("[0-9a-f]/nw/[0-9a-f/]+/(\\d+)/\\1\\.git");
        });
    }

    @Test
    void aSampleHasNoMoreThanItsNumber() {
        assertThat(fsck(2, ENOUGH)).hasSize(2).doesNotHaveDuplicates();
        server.files().lose(REPOSITORIES);
        assertThat(fsck(2, ENOUGH)).isEmpty();
    }

    @Test
    void aBrokenObjectIsFoundAndNamed() throws IOException {
        Path repository = server.files().addRepository("octo/broken");
        Path object = object(repository);
        object.toFile().setWritable(true);
        Files.writeString(object, "no object \u001b[2J");

        List<RepositoryCheck> broken = checksOf(RepositoryState.BROKEN);

        assertThat(broken).hasSize(1);
        assertThat(broken.get(0).repository()).endsWith(repository.getFileName().toString());
        assertThat(broken.get(0).complaint()).contains("error").matches("[\\x20-\\x7e]+");
    }

    @Test
    void aFolderThatIsNoRepositoryIsBroken() throws IOException {
        Files.createDirectories(server.files().at(REPOSITORIES + "/0/gist/empty.git"));

        assertThat(checksOf(RepositoryState.BROKEN))
                .containsExactly(new RepositoryCheck(
                        "0/gist/empty.git",
                        RepositoryState.BROKEN,
                        checksOf(RepositoryState.BROKEN).get(0).complaint()));
        assertThat(checksOf(RepositoryState.BROKEN).get(0).complaint()).startsWith("fatal: not a git repository");
    }

    /** A restore of a hostile snapshot must not run its names as commands, on the target or here. */
    @Test
    void aNameIsNeverRunAsACommand() throws IOException {
        List<String> names = List.of(
                "$(touch pwned).git",
                "`touch pwned`.git",
                "'; touch pwned; '.git",
                "\"; touch pwned; \".git",
                "a\ntouch pwned\n.git",
                "-x.git",
                "a b.git",
                ".git",
                "\u001b[2J.git");
        for (String name : names) {
            Files.createDirectory(server.files().at(REPOSITORIES).resolve(name));
        }

        List<RepositoryCheck> checks = fsck(100, ENOUGH);

        assertThat(checks).hasSize(names.size() + 3);
        assertThat(checks.stream().filter(check -> check.outcome() == RepositoryState.SOUND))
                .hasSize(3);
        assertThat(checks.stream().filter(check -> check.outcome() == RepositoryState.UNCHECKED))
                .hasSize(names.size())
                .allSatisfy(check -> assertThat(check.repository()).matches("[\\x20-\\x7e]+"));
        assertThat(restored(List.of()).repositories()).contains(names.size() + 3L);
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(file -> file.endsWith("pwned"))).isEmpty();
        }
    }

    @Test
    void whatTheTimeDoesNotReachIsUnfinished() throws IOException {
        assertThat(fsck(100, Duration.ZERO))
                .hasSize(3)
                .allMatch(check -> check.outcome() == RepositoryState.UNFINISHED);
        server.files().addProgram("git", "exec sleep 86400");

        List<RepositoryCheck> checks = fsck(100, Duration.ofSeconds(2));

        assertThat(checks).hasSize(3).allMatch(check -> check.outcome() == RepositoryState.UNFINISHED);
    }

    @Test
    void megabytesOfComplaintsAreOneLine() throws IOException {
        server.files().addProgram("git", "head -c 5000000 /dev/zero | tr '\\0' x; printf '\\nstatus 0\\n'; exit 4");

        assertThat(fsck(1, ENOUGH)).singleElement().satisfies(check -> {
            assertThat(check.outcome()).isEqualTo(RepositoryState.BROKEN);
            assertThat(check.complaint()).hasSizeLessThan(300).startsWith("xxx");
        });
    }

    @Test
    void withoutGitNothingIsCheckedAndNothingBroken() throws IOException {
        server.files().addProgram("git", "exit 127");

        assertThat(fsck(100, ENOUGH)).hasSize(3).allMatch(check -> check.outcome() == RepositoryState.UNCHECKED);
    }

    @Test
    void whereTheRepositoriesCannotBeFoundThereAreNotNone() {
        server.files().fail("sudo", 1);
        assertThat(catchThrowableOfType(Failure.class, () -> fsck(3, ENOUGH)))
                .hasMessageContaining("does not say which repositories it has");
        server.files().hang("sudo");
        waitLittle();
        assertThat(catchThrowableOfType(Failure.class, () -> fsck(3, ENOUGH)).kind())
                .isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    void aTargetThatFreezesDuringASlowCommandIsNotWaitedFor() throws Exception {
        assertLostWhen(server::freeze);
    }

    @Test
    void aTargetThatHangsUpDuringASlowCommandIsLost() throws Exception {
        assertLostWhen(server::dropAll);
    }

    private void assertLostWhen(Runnable trouble) throws Exception {
        server.files().addProgram("git", "touch \"$LAB_ROOT/lab/git-began\"; exec sleep 86400");
        Path began = server.files().at("/lab/git-began");
        Thread troubling = new Thread(() -> {
            Awaitility.await().until(() -> Files.exists(began));
            trouble.run();
        });
        troubling.start();
        waitLittle();

        Failure failure = catchThrowableOfType(Failure.class, () -> fsck(1, Duration.ofMinutes(10)));

        troubling.join();
        assertThat(failure.kind()).isEqualTo(FailureKind.CONNECTION_LOST);
    }

    @Test
    void allOfItGoesOverARealSshdToo() throws IOException {
        assumeTrue(RealSshd.installed(), "no OpenSSH server on this machine");
        try (RealSshd sshd = RealSshd.serve(server.files())) {
            sshd.authorize(key.publicKey());
            Files.writeString(knownHosts, sshd.knownHostsLine() + "\n");
            RestoreTarget target = new RestoreTarget(settings(sshd.port(), sshd.user()), Optional.of("3.11.0"));

            assertThat(target.facts(key.unlocked()).configured()).isTrue();
            target.setMaintenance(key.unlocked());
            assertThat(target.facts(key.unlocked()).maintenance()).isTrue();
            target.liftMaintenance(key.unlocked(), List.of());
            assertThat(target.restored(key.unlocked(), List.of(), true).repositories())
                    .contains(3L);
            assertThat(target.restored(key.unlocked(), List.of(), true).contents())
                    .isEqualTo(new RestoredContents(
                            Optional.of(3L),
                            Optional.of(0L),
                            Optional.of(3L),
                            Optional.of(3L),
                            Optional.of(2L),
                            Optional.of(1L)));
            assertThat(target.fsck(key.unlocked(), List.of(), 3, ENOUGH))
                    .hasSize(3)
                    .allMatch(check -> check.outcome() == RepositoryState.SOUND);
        }
    }

    /** OpenSSH takes ten at once, and counts one until it has heard that its channel is closed. */
    @Test
    void moreIsAskedThanAServerTakesAtOnceThoughItHearsLate() throws IOException {
        assumeTrue(RealSshd.installed(), "no OpenSSH server on this machine");
        try (RealSshd sshd = RealSshd.serve(server.files())) {
            sshd.authorize(key.publicKey());
            int port = sshd.slowPort();
            Files.writeString(
                    knownHosts, sshd.knownHostsLine().replace("]:" + sshd.port() + " ", "]:" + port + " ") + "\n");
            RestoreTarget target = new RestoreTarget(settings(port, sshd.user()), Optional.of("3.11.0"));

            assertThat(target.restored(key.unlocked(), List.of(), true).repositories())
                    .contains(3L);
            assertThat(target.facts(key.unlocked()).configured()).isTrue();
        }
    }

    /** Slower than a target may be that does not answer at all. */
    @Test
    void aSlowCommandIsWaitedForWhileTheTargetLives() throws IOException {
        assumeTrue(RealSshd.installed(), "no OpenSSH server on this machine");
        server.files().addProgram("git", "sleep 5");
        waitLittle();
        assertThat(fsck(1, ENOUGH)).hasSize(1).allMatch(check -> check.outcome() == RepositoryState.SOUND);
        try (RealSshd sshd = RealSshd.serve(server.files())) {
            sshd.authorize(key.publicKey());
            Files.writeString(knownHosts, sshd.knownHostsLine() + "\n");
            RestoreTarget target =
                    new RestoreTarget(settings(sshd.port(), sshd.user()), Optional.of("3.11.0"), LITTLE, ENOUGH);

            assertThat(target.fsck(key.unlocked(), List.of(), 1, ENOUGH))
                    .hasSize(1)
                    .allMatch(check -> check.outcome() == RepositoryState.SOUND);
        }
    }

    private static Path object(Path repository) throws IOException {
        try (Stream<Path> objects = Files.walk(repository.resolve("objects"))) {
            return objects.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private List<RepositoryCheck> checksOf(RepositoryState outcome) {
        return fsck(100, ENOUGH).stream()
                .filter(check -> check.outcome() == outcome)
                .toList();
    }

    private HostKey shown() {
        return new Appliance(settings(server.port(), FakeAppliance.USER)).shownHostKey();
    }

    private void assertRefused(FailureKind kind, String text, List<HostKey> alsoTrusted) {
        Failure failure = catchThrowableOfType(Failure.class, () -> restored(alsoTrusted));
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(text);
    }

    private RestoredFacts restored(List<HostKey> alsoTrusted) {
        return target().restored(key.unlocked(), alsoTrusted, true);
    }

    private List<RepositoryCheck> fsck(int sample, Duration limit) {
        return target().fsck(key.unlocked(), List.of(), sample, limit);
    }

    /** For what does not answer: what does may be slow. */
    private void waitLittle() {
        timeouts = LITTLE;
        slowest = Duration.ofSeconds(6);
    }

    private RestoreTarget target() {
        return new RestoreTarget(settings(server.port(), FakeAppliance.USER), Optional.of("3.11.0"), timeouts, slowest);
    }

    private ApplianceSettings settings(int port, String user) {
        return new ApplianceSettings(
                "127.0.0.1", port, user, knownHosts, Optional.of(restoredHosts), true, Optional.empty());
    }
}
