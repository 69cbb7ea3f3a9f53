package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.age.AgeKeys;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.pack.PackedPart;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the store, with real programs alone: five snapshots that are encrypted by age for two recipients. */
@Tag("core")
class RestoreScriptIT {
    private static final String DAY = "2026111%dT031700";
    private static final String THIRD = DAY.formatted(3);
    private static final int CHANGES = 60;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static ArchiveBox box;
    private static AgeKeys keys;

    private Path store;
    private Path target;

    @BeforeAll
    static void archive() throws IOException {
        keys = new AgeKeys(shared);
        box = fiveSnapshots(shared.resolve("box"), keys.encryption());
    }

    /** Files come, change and go from one to the next. */
    static ArchiveBox fiveSnapshots(Path folder, Encryption encryption) throws IOException {
        ArchiveBox box = new ArchiveBox(folder);
        box.encryption = encryption;
        RandomTree tree = new RandomTree(new Random(1), CHANGES);
        tree.fill(box.snapshot(DAY.formatted(1)));
        box.file(DAY.formatted(1), "storage/deleted", "deleted before the third");
        box.file(DAY.formatted(1), "storage/a \\ [b]\n#", "a name that is hard to quote");
        for (int day = 1; day <= 5; day++) {
            String id = DAY.formatted(day);
            if (day > 1) {
                tree.next(box.snapshot(DAY.formatted(day - 1)), box.snapshot(id));
                box.file(id, "storage/of-" + day, "written into the snapshot of day " + day);
            }
            if (day == 3) {
                Files.delete(box.snapshot(id).resolve("storage/deleted"));
            }
            box.seal(id);
            box.archive(id);
        }
        return box;
    }

    /** Two files have the same name, one after the other, and the same number of parts. */
    @Test
    void joinsLargeFilesWhoseNamesChanged() throws IOException {
        ArchiveBox another = new ArchiveBox(folder.resolve("another")).filled(FIRST);
        another.encryption = keys.encryption();
        large(another.file(FIRST, "dumps/dump.sql", ""), 1);
        another.seal(FIRST).archive(FIRST);
        another.share(FIRST, SECOND);
        Path dumps = another.snapshot(SECOND).resolve("dumps");
        Files.move(dumps.resolve("dump.sql"), dumps.resolve("dump.sql.1"));
        large(another.file(SECOND, "dumps/dump.sql", ""), 2);
        Files.createLink(dumps.resolve("same dump\n.sql"), dumps.resolve("dump.sql"));
        another.seal(SECOND).archive(SECOND);

        assertThat(another.restored(SECOND, keys.identity())).isEmpty();
    }

    /** The root names the first object of lists, too, because it has those of units without a file. */
    @Test
    void restoresARepairedSnapshotWhoseListsAreInTwoObjects() throws IOException {
        ArchiveBox another = new ArchiveBox(folder.resolve("another")).filled(FIRST);
        another.seal(FIRST).archive(FIRST);
        for (String key : another.keys()) {
            if (key.startsWith("packs/")) {
                Files.delete(another.objects.resolve(key));
            }
        }
        another.archiver(another.store(), another.disk)
                .repair(another.snapshotOf(FIRST), "20261121T120000Z-archive-0002", another.progress);

        assertThat(another.restored(FIRST)).isEmpty();
    }

    private static void large(Path file, int mark) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.writeByte(mark);
            bytes.setLength(PackedPart.PART + mark);
        }
    }

    @BeforeEach
    void copy() {
        store = folder.resolve("store");
        target = folder.resolve("target");
        Tool.run("cp", "-al", box.objects.toString(), store.toString());
    }

    private String restore(String... more) {
        List<String> command = new ArrayList<>(
                List.of("bash", store.resolve("restore.sh").toString(), store.toString(), THIRD, target.toString()));
        command.addAll(List.of(more));
        return Tool.run(command);
    }

    private String restoreWithIdentity() {
        return restore("--identity", keys.identity().toString());
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertThatItFails() {
        return assertThatThrownBy(this::restoreWithIdentity).isInstanceOf(IllegalStateException.class);
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.walk(store.resolve("packs"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> root().contains("" + file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private String root() {
        return Tool.run("cat", store.resolve("snapshots/" + THIRD + ".json").toString());
    }

    @Test
    void writesTheThirdOfFiveSnapshots() {
        restore("--identity", keys.identities().get(0).toString());

        assertThat(ArchiveBox.differences(box.snapshot(THIRD), target)).isEmpty();
        assertThat(target.resolve("storage/deleted")).doesNotExist();
        assertThat(target.resolve("storage/of-4")).doesNotExist();
    }

    /** As ext4 does not take more than 65,000. The script is tried with another number. */
    @Test
    void aFileHasOnlySoManyNames() throws IOException {
        ArchiveBox many = new ArchiveBox(folder.resolve("many")).filled(THIRD);
        Path first = many.file(THIRD, "repositories/1/nw/a/b/c/1/a", "a file of five names");
        for (String name : List.of("b", "c", "d", "e")) {
            Files.createLink(first.resolveSibling(name), first);
        }
        many.seal(THIRD).archive(THIRD);
        Path script = many.objects.resolve("restore.sh");
        Files.writeString(script, Files.readString(script).replace(" % 32000", " % 2"));

        assertThat(many.restored(THIRD)).isEmpty();

        assertThat(Tool.run(
                        "bash",
                        "-c",
                        "cd \"$0\" && stat -c '%n %h' [a-e]",
                        many.volume
                                .resolve("restored-" + THIRD + "/repositories/1/nw/a/b/c/1")
                                .toString()))
                .isEqualTo("a 2\nb 2\nc 2\nd 2\ne 1");
    }

    @Test
    void writesTheSameWithTheAwkOfDebian() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(programs.resolve("awk"), Path.of("/usr/bin/mawk"));

        Tool.run(
                "bash",
                "-c",
                "PATH=$0:$PATH bash \"$1\"/restore.sh \"$1\" " + THIRD + " \"$2\" --identity \"$3\"",
                programs.toString(),
                store.toString(),
                target.toString(),
                keys.identity().toString());

        assertThat(ArchiveBox.differences(box.snapshot(THIRD), target)).isEmpty();
    }

    @Test
    void listsWhatTheStoreHas() throws IOException {
        Files.createDirectory(store.resolve("tombstones"));
        tombstone(THIRD, ArchiveBox.UUID);
        tombstone(DAY.formatted(1), "00000000-0000-0000-0000-000000000000"); // gives nothing up

        String list = Tool.run("bash", store.resolve("restore.sh").toString(), store.toString(), "--list");

        assertThat(list.lines().toList()).hasSize(5);
        assertThat(list.lines().toList().get(0)).startsWith(DAY.formatted(1)).contains("bytes");
        assertThat(list.lines().filter(line -> line.endsWith("(given up by retention)")))
                .singleElement()
                .asString()
                .startsWith(THIRD);
    }

    private void tombstone(String id, String appliance) throws IOException {
        Files.writeString(
                store.resolve("tombstones/" + id + ".json"),
                "{\"snapshot\": \"" + id + "\", \"appliance\": \"" + appliance + "\"}");
    }

    /** A root with a higher number, with its text changed. */
    private Path furtherRoot(int number, UnaryOperator<String> change) throws IOException {
        Path further = store.resolve("snapshots/" + THIRD + "." + number + ".json");
        return Files.writeString(further, change.apply(root()));
    }

    @Test
    void goesByAnOlderRootWhereTheNewestIsJunk() throws IOException {
        furtherRoot(2, text -> text.replaceFirst("\"key\" ?: ?\"packs/", "\"key\":\"../packs/"));
        furtherRoot(3, text -> "{\"format\": 1, \u001b[2J");
        furtherRoot(4, text -> text.replace("\"format\":1", "\"format\":9"));

        String said = Tool.run(
                "bash",
                "-c",
                "bash \"$0\"/restore.sh \"$0\" " + THIRD + " \"$1\" --identity \"$2\" 2>&1",
                store.toString(),
                target.toString(),
                keys.identity().toString());

        assertThat(said)
                .contains("warning: snapshots/" + THIRD + ".2.json", "warning: snapshots/" + THIRD + ".3.json")
                .contains("warning: snapshots/" + THIRD + ".4.json", "root 1: snapshots/" + THIRD + ".json");
        assertThat(ArchiveBox.differences(box.snapshot(THIRD), target)).isEmpty();
    }

    @Test
    void goesByTheRootThatIsChosen() throws IOException {
        furtherRoot(
                2, text -> text.replaceFirst("\"manifest\" ?: ?\"[^\"]*\"", "\"manifest\":\"manifests/of-another\""));

        assertThatItFails()
                .hasMessageContaining("does not name manifests/of-another")
                .hasMessageContaining("--root N");
        Tool.run("rm", "-rf", target.toString());
        restore("--identity", keys.identity().toString(), "--root", "1");

        assertThat(ArchiveBox.differences(box.snapshot(THIRD), target)).isEmpty();
        Tool.run("rm", "-rf", target.toString());
        assertThatThrownBy(() -> restore("--root", "7")).hasMessageContaining("has no root 7");
    }

    @Test
    void namesListsThatHaveAnotherNumberOfEntriesThanTheRoot() throws IOException {
        furtherRoot(2, text -> text.replaceFirst("\"entries\" ?: ?", "$09"));

        assertThatItFails().hasMessageContaining("entries, and its root 9");
    }

    @Test
    void listsWhatCanBeReadWhereRootsAreJunk() throws IOException {
        furtherRoot(2, text -> text.replaceFirst("\"archivedAt\" ?: ?\"", "$0\\\\u001b[2J"));
        Files.writeString(store.resolve("snapshots/" + DAY.formatted(9) + ".json"), "junk");

        String list = Tool.run("bash", store.resolve("restore.sh").toString(), store.toString(), "--list");

        assertThat(list.lines().filter(line -> !line.startsWith("warning: "))).hasSize(6);
        assertThat(list).doesNotContain("\u001b").contains(THIRD + " ?[2J2026").contains("roots 1 2");
        assertThat(list).endsWith(DAY.formatted(9) + " unreadable");
    }

    @Test
    void doesWhatTheDocumentationSays() throws IOException {
        for (Path page : List.of(Path.of("docs/archive.md"), store.resolve("RESTORE.txt"))) {
            List<String> commands = Files.readAllLines(page).stream()
                    .filter(line -> line.startsWith("    bash restore.sh ")
                            && !line.contains("--path")
                            && !line.contains("--root"))
                    .toList();
            assertThat(commands).as(page.toString()).hasSize(2);
            Tool.run("rm", "-rf", target.toString());

            for (String command : commands) {
                Tool.run(
                        "bash",
                        "-c",
                        "cd \"$0\" && "
                                + command.replace("STORE", ".")
                                        .replace("SNAPSHOT", THIRD)
                                        .replace("TARGET", target.toString())
                                        .replace("FILE", keys.identity().toString()),
                        store.toString());
            }

            assertThat(ArchiveBox.differences(box.snapshot(THIRD), target)).isEmpty();
        }
    }

    @Test
    void writesOnlyWhatIsBelowAPath() throws IOException {
        String path = "storage/a \\ [b]\n#";

        restore("--identity", keys.identity().toString(), "--path", path);

        assertThat(Tool.run("bash", "-c", "cd \"$0\" && find . -type f -printf x", target.toString()))
                .isEqualTo("x");
        assertThat(target.resolve(path))
                .hasSameBinaryContentAs(box.snapshot(THIRD).resolve(path));
        assertThat(Files.getLastModifiedTime(target.resolve("storage")))
                .isEqualTo(Files.getLastModifiedTime(box.snapshot(THIRD).resolve("storage")));
    }

    @Test
    void namesAMissingPackAndGoesOnWithoutThoseThatAreDone() throws IOException {
        List<Path> packs = packs();
        Path last = packs.get(packs.size() - 1);
        Path away = folder.resolve("away");
        Files.move(last, away);

        assertThatItFails().hasMessageContaining("" + last.getFileName()).hasMessageContaining("cannot be read");

        assertThat(target.resolve(".ghe-keeper-restore/work")).doesNotExist();
        Files.move(away, last);
        for (Path done : packs.subList(0, packs.size() - 1)) {
            Files.delete(done);
        }
        restoreWithIdentity();
        assertThat(ArchiveBox.differences(box.snapshot(THIRD), target)).isEmpty();
    }

    @Test
    void namesADamagedPack() throws IOException {
        Path pack = packs().get(0);
        byte[] bytes = Files.readAllBytes(pack);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(pack);
        Files.write(pack, bytes);

        assertThatItFails().hasMessageContaining("" + pack.getFileName()).hasMessageContaining("another SHA-256");
    }

    @Test
    void namesTheIdentityThatDoesNotFit() {
        Path other = folder.resolve("other.key");
        Tool.run("age-keygen", "-o", other.toString());

        assertThatThrownBy(() -> restore("--identity", other.toString()))
                .hasMessageContaining("cannot be decrypted with " + other);
        assertThatThrownBy(this::restore).hasMessageContaining("--identity FILE");
    }

    @Test
    void namesTheProgramThatIsNotThere() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("bin"));
        for (String program : List.of("bash", "cat", "awk", "sort")) {
            Files.createSymbolicLink(programs.resolve(program), Path.of(Tool.run("bash", "-c", "type -p " + program)));
        }

        assertThatThrownBy(() -> Tool.run(
                        "bash",
                        "-c",
                        "PATH=$0 bash \"$1\" \"$2\" --list",
                        programs.toString(),
                        store.resolve("restore.sh").toString(),
                        store.toString()))
                .hasMessageContaining("missing here: ")
                .hasMessageContaining(" zstd jq ");
    }

    @Test
    void changesNothingInAFolderThatItDidNotBegin() throws IOException {
        Files.createDirectory(target);
        Files.writeString(target.resolve("mine"), "mine");

        assertThatItFails().hasMessageContaining("is not empty");

        assertThat(target.toFile().list()).containsExactly("mine");
    }

    @Test
    void whatAnotherProgramPutsThereIsNotPartOfTheSnapshot() throws IOException {
        List<Path> packs = packs();
        Path last = packs.get(packs.size() - 1);
        Path away = folder.resolve("away");
        Files.move(last, away);
        assertThatItFails();
        Files.move(away, last);
        Files.writeString(target.resolve("mine"), "mine", StandardCharsets.US_ASCII);

        assertThatItFails().hasMessageContaining("mine").hasMessageContaining("is not what the lists");
    }
}
