package io.ghekeeper.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.lab.UnsyncedDisk;
import io.ghekeeper.repository.RepositoryExport.ExportResult;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real repositories in a snapshot on the volume: found, and exported by git in a copy. */
class RepositoryIT {
    private static final String ID = "20261120T031700";

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private final Disk disk = new UnsyncedDisk();
    private Path snapshot;
    private Path out;

    @BeforeAll
    static void makeNetwork() throws IOException {
        ForkNetwork.make(Files.createDirectory(made.resolve(ID)), Files.createDirectory(made.resolve("aside")));
    }

    @BeforeEach
    void copyNetwork() throws IOException {
        Tool.run("cp", "-a", made.resolve(ID).toString(), folder.toString());
        snapshot = folder.resolve(ID);
        out = Files.createDirectory(folder.resolve("out"));
    }

    private VolumeRepositories volume() {
        return new VolumeRepositories(ForkNetwork.snapshot(snapshot), () -> {});
    }

    private List<FoundRepository> find(String name) {
        return volume().find(new RepositoryQuery(name));
    }

    private ExportResult export(String path, String target) {
        return export(path, target, false);
    }

    private ExportResult export(String path, String target, boolean acceptBroken) {
        return export(path, target, new RepositoryExport(disk, () -> {}, acceptBroken));
    }

    private ExportResult export(String path, String target, RepositoryExport export) {
        RepositoryPlace place = find(path).get(0).place();
        return export.export(
                place,
                volume().source(place),
                ExportTarget.of(out.resolve(target)).orElseThrow());
    }

    private void refuses(Runnable export, String... words) {
        assertThatThrownBy(export::run).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.REPOSITORY_UNFIT);
            assertThat(failure.getMessage()).contains(words);
        });
        assertThat(out).isEmptyDirectory();
    }

    private static String refs(Path repository) {
        return ForkNetwork.git(repository, "for-each-ref", "--format=%(objectname) %(refname)");
    }

    private String sourceRefs(String repository) throws IOException {
        // The foreign configuration is not what is asked here.
        Files.writeString(snapshot.resolve(repository).resolve("config"), "[core]\n\tbare = true\n");
        return refs(snapshot.resolve(repository));
    }

    @Test
    void oneIsFoundByItsNameInAnyCaseItsIdAndItsPath() {
        FoundRepository found = find("octo/HELLO").get(0);

        assertThat(found.place().path()).isEqualTo(ForkNetwork.FIRST);
        assertThat(found.place().network()).contains("4");
        assertThat(found.name().orElseThrow()).hasToString("Octo/Hello");
        assertThat(found.wiki()).isTrue();
        assertThat(found.bytes()).isPositive();
        assertThat(find("4")).containsExactly(found);
        assertThat(find(ForkNetwork.FIRST)).containsExactly(found);
        assertThat(find("9")).extracting(one -> one.place().path()).containsExactly(ForkNetwork.FORK);
        assertThat(find("0123abcd").get(0).place().isGist()).isTrue();
        assertThat(find("network")).isEmpty();
        assertThat(find("none/hello")).isEmpty();
    }

    @Test
    void foreignNamesAreCleanedAndAllThatClaimTheSameAreListed() throws IOException {
        Path name = snapshot.resolve(ForkNetwork.FIRST).resolve("info/nwo");
        Files.writeString(name, "other/hello\n");
        assertThat(find("other/hello")).hasSize(2);

        Files.writeString(name, "octo/\u001b]0;owned\u0007he\u202ello\n");
        assertThat(find("4").get(0).name().orElseThrow().toString()).doesNotContain("\u001b", "\u0007", "\u202e");

        Files.writeString(name, "octo/" + "x".repeat(1 << 20));
        assertThat(find("4").get(0).name()).isEmpty();

        Files.delete(name);
        assertThat(find("4").get(0).name()).isEmpty();

        Path secret = Files.writeString(folder.resolve("secret"), "secret/secret");
        Files.createSymbolicLink(name, secret);
        assertThat(find("secret/secret")).isEmpty();
    }

    @Test
    void aBundleHasAllRefsAndTheWikiLiesBeside() throws IOException {
        String before = tree();

        ExportResult result = export(ForkNetwork.FIRST, "hello.bundle");

        assertThat(tree()).isEqualTo(before);
        assertThat(made.resolve("aside/used")).doesNotExist();
        assertThat(list(out)).containsExactly("hello.bundle", "hello.wiki.bundle");
        assertThat(result.repository().problems()).isEmpty();
        assertThat(result.wiki()).isPresent();
        assertThat(Files.getPosixFilePermissions(out.resolve("hello.bundle"))).hasSize(2);
        Path clone = folder.resolve("clone.git");
        Tool.run("git", "clone", "-q", "--mirror", out.resolve("hello.bundle").toString(), clone.toString());
        assertThat(refs(clone))
                .isEqualTo(sourceRefs(ForkNetwork.FIRST))
                .contains("refs/pull/1/head", "refs/__gh__/svn/1", "refs/tags/v1", "refs/heads/main");
        assertThat(result.repository().refs()).isEqualTo(4);
        assertThat(Tool.run("git", "-C", clone.toString(), "ls-tree", "--name-only", "HEAD"))
                .isEqualTo("one\ntwo");
    }

    /** As docs/repository.md says it. GHES hides refs/pull and its own, and refuses a push to them. */
    @Test
    void aBundleIsPushedBackToANewRepository() {
        export(ForkNetwork.FIRST, "hello.bundle");
        Path fresh = folder.resolve("fresh.git");
        Path clone = folder.resolve("clone.git");
        Tool.run("git", "init", "-q", "--bare", fresh.toString());
        Tool.run("git", "-C", fresh.toString(), "config", "--add", "transfer.hideRefs", "refs/pull");
        Tool.run("git", "-C", fresh.toString(), "config", "--add", "transfer.hideRefs", "refs/__gh__");
        Tool.run("git", "clone", "-q", "--mirror", out.resolve("hello.bundle").toString(), clone.toString());

        assertThatThrownBy(() -> Tool.run("git", "-C", clone.toString(), "push", "--mirror", fresh.toString()))
                .hasMessageContaining("deny updating a hidden ref");
        assertThat(refs(fresh)).contains("refs/heads/main", "refs/tags/v1").doesNotContain("refs/pull");

        Tool.run("git", "-C", clone.toString(), "push", "-q", fresh.toString(), "refs/pull/1/head:refs/heads/pull-1");
        assertThat(refs(fresh)).contains("refs/heads/pull-1");
    }

    @Test
    void aBareRepositoryNeedsNoOtherAndHasNothingForeign() throws IOException {
        export(ForkNetwork.FIRST, "hello.git");

        Path bare = out.resolve("hello.git");
        assertThat(list(out)).containsExactly("hello.git", "hello.wiki.git");
        assertThat(bare.resolve("objects/info/alternates")).doesNotExist();
        assertThat(bare.resolve("hooks")).doesNotExist();
        assertThat(bare.resolve("config")).content().doesNotContain("touch", "include");
        Tool.run(
                "rm",
                "-rf",
                snapshot.resolve(ForkNetwork.NETWORK + "/network.git").toString());
        ForkNetwork.git(bare, "fsck", "--full");
        assertThat(refs(bare)).isEqualTo(sourceRefs(ForkNetwork.FIRST));
        assertThat(made.resolve("aside/used")).doesNotExist();
    }

    @Test
    void theSharedRepositoryMayBeNamedAsItIsOnTheAppliance() throws IOException {
        alternates("/data/user/" + ForkNetwork.NETWORK + "/network.git/objects");

        assertThat(export(ForkNetwork.FIRST, "hello.bundle").repository().problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc",
                "../../../../../../../../../../etc",
                "../../9.git/objects",
                "/data/user/repositories/6/nw/00/00/00/4/network.git/objects",
                "/data/x/../user/" + ForkNetwork.NETWORK + "/network.git/objects"
            })
    void alternatesThatLeadElsewhereAreRefused(String place) throws IOException {
        alternates(place);

        refuses(() -> export(ForkNetwork.FIRST, "hello.bundle"), "lead out of its network", place);
    }

    @Test
    void alternatesOfTheSharedRepositoryAreRefusedToo() throws IOException {
        Files.writeString(snapshot.resolve(ForkNetwork.NETWORK + "/network.git/objects/info/alternates"), "/etc\n");

        refuses(() -> export(ForkNetwork.FIRST, "hello.bundle"), "network.git lead out of its network");
    }

    private void alternates(String place) throws IOException {
        Files.writeString(snapshot.resolve(ForkNetwork.FIRST).resolve("objects/info/alternates"), place + "\n");
    }

    @Test
    void aLinkInASnapshotIsNotFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "0".repeat(40) + "\n");
        Files.createSymbolicLink(snapshot.resolve(ForkNetwork.FIRST).resolve("refs/heads/link"), secret);

        refuses(() -> export(ForkNetwork.FIRST, "hello.bundle"), "refs/heads/link names no object");
    }

    @Test
    void aBrokenRepositoryIsExportedByConsentAloneAndSaysWhatItLacks() throws IOException {
        String commit = Files.readString(snapshot.resolve(ForkNetwork.FIRST).resolve("refs/heads/main"))
                .strip();
        Files.delete(snapshot.resolve(ForkNetwork.FIRST)
                .resolve("objects/" + commit.substring(0, 2) + "/" + commit.substring(2)));

        refuses(() -> export(ForkNetwork.FIRST, "hello.bundle"), "4.git is broken", commit);
        ExportResult result = export(ForkNetwork.FIRST, "hello.bundle", true);

        assertThat(result.repository().leftOut()).containsExactly("refs/heads/main");
        assertThat(result.repository().problems()).isNotEmpty();
        assertThat(result.repository().refs()).isEqualTo(3);
        Path clone = folder.resolve("clone.git");
        Tool.run("git", "clone", "-q", "--mirror", out.resolve("hello.bundle").toString(), clone.toString());
        assertThat(refs(clone)).contains("refs/pull/1/head", "refs/tags/v1").doesNotContain("refs/heads/main");
    }

    @Test
    void aRepositoryOfWhichNoRefIsWholeIsNotExported() throws IOException {
        Tool.run(
                "rm",
                "-rf",
                snapshot.resolve(ForkNetwork.NETWORK + "/network.git").toString());

        refuses(() -> export(ForkNetwork.FORK, "hello.bundle", true), "no ref of it is whole", "network.git");
    }

    @Test
    void anEmptyRepositoryIsABareRepositoryAndNoBundle() {
        String place = ForkNetwork.NETWORK + "/12.git";
        Tool.run("git", "init", "-q", "--bare", snapshot.resolve(place).toString());

        refuses(() -> export(place, "empty.bundle"), "it is empty");
        assertThat(export(place, "empty.git").repository().refs()).isZero();
        assertThat(ForkNetwork.git(out.resolve("empty.git"), "rev-parse", "--is-bare-repository"))
                .isEqualTo("true");
    }

    @Test
    void whatIsThereIsNotOverwrittenAlsoByTheWiki() throws IOException {
        Path mine = Files.writeString(out.resolve("hello.wiki.bundle"), "mine");

        assertThatThrownBy(() -> export(ForkNetwork.FIRST, "hello.bundle"))
                .hasMessageContaining("hello.wiki.bundle is there already");

        assertThat(list(out)).containsExactly("hello.wiki.bundle");
        assertThat(mine).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 20, 60})
    void aFullDiskLeavesNothing(int operation) {
        RepositoryExport export = new RepositoryExport(FaultyDisk.failingOnce(operation), () -> {}, true);

        refuses(() -> export(ForkNetwork.FIRST, "hello.bundle", export), FaultyDisk.FULL);
    }

    @Test
    void whatASignalEndsLeavesNothing() {
        AtomicInteger calls = new AtomicInteger();
        RepositoryExport export = new RepositoryExport(
                disk,
                () -> {
                    if (calls.incrementAndGet() == 12) {
                        throw new Failure(FailureKind.REPOSITORY_UNFIT, "a signal", "Nothing to do.");
                    }
                },
                false);

        refuses(() -> export(ForkNetwork.FIRST, "hello.bundle", export), "a signal");
    }

    /** Its process id may be that of a living process by now, or of one in another container. */
    @Test
    void whatAKilledExportLeftIsRemovedByTheNextAndWhatALivingOneHasIsNot() throws Exception {
        String left = ".ghe-keeper-export." + ProcessHandle.current().pid();
        ForkNetwork.write(out.resolve(left + "/4.git/work.git/HEAD"), "left");
        Files.createFile(out.resolve(left + ".lock"));
        try (ExportFolder living = new ExportFolder(disk, out)) {
            Path made = living.made("4.git");

            export(ForkNetwork.FORK, "fork.bundle");

            assertThat(made).isDirectory();
        }

        assertThat(list(out)).containsExactly("fork.bundle");
    }

    /** Such commits were made by tools of long ago, and are in many repositories. */
    @Test
    void datesAndNamesThatGitWouldNotWriteTodayAreNoDamage() throws IOException {
        Tool.run("bash", "-c", """
                cd "$0"
                tree=$(git mktree </dev/null)
                for person in 'a <a@b> 0012 +0000' 'a <a@b> 12 +051800' 'a 12 +0000' 'a<a@b>12 +0000'; do
                  commit=$(printf 'tree %s\nauthor %s\ncommitter a <a@b> 1 +0000\n\nx\n' "$tree" "$person" \
                    | git hash-object -t commit -w --stdin --literally)
                  git update-ref "refs/heads/old-$commit" "$commit"
                done
                """, snapshot.resolve(ForkNetwork.GIST).toString());

        ExportResult result = export(ForkNetwork.GIST, "gist.git");

        assertThat(result.repository().problems()).isEmpty();
        assertThat(Tool.run("git", "-C", out.resolve("gist.git").toString(), "for-each-ref"))
                .contains("refs/heads/old-");
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String tree() {
        return Tool.run("bash", "-c", "cd \"$0\" && find . -printf '%p %m %T@ %s %C@\\n' | sort", snapshot.toString());
    }
}
