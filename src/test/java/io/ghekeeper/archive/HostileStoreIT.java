package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.text.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may write into a store can write a root that fits to lists and packs of his own. The script never leaves its folder. */
@Tag("core")
class HostileStoreIT {
    private static final String ID = "20261120T031700";
    private static final String CONTENT = "content\n";
    private static final String FACTS = " mode=0644 uid=0 gid=0 size=8 time=1700000000.000000000 sha256digest="
            + sha256(CONTENT.getBytes(StandardCharsets.US_ASCII));
    private static final String FILE = " type=file" + FACTS + "\n";
    private static final String DIR = " type=dir mode=0755 uid=0 gid=0 time=1700000000.000000000\n";

    @TempDir
    Path folder;

    private final Map<String, byte[]> objects = new TreeMap<>();

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.digest().digest(bytes));
    }

    /** How many entries the root says that there are. */
    private long named;

    private String put(String name, String suffix, byte[] bytes) {
        String sha256 = sha256(bytes);
        String key = name + "/" + (name.equals("packs") ? sha256.substring(0, 2) + "/" : "") + sha256 + suffix;
        objects.put(key, bytes);
        return key;
    }

    private static byte[] compressed(String text) {
        return Zstd.compress(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A store whose snapshot has one list, and one pack that {@code tar} makes of options and names. */
    private void write(String entries, String tar) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.writeString(source.resolve("file"), CONTENT);
        Files.createSymbolicLink(source.resolve("link"), folder.resolve("outside"));
        Files.createDirectories(folder.resolve("outside"));
        Tool.run("bash", "-c", "cd \"$0\" && tar -P -c " + tar + " | zstd -q >../pack", source.toString());
        String list = "#mtree\n" + entries;
        named = entries.lines().count();
        String pack = put("packs", ".tar.zst", Files.readAllBytes(folder.resolve("pack")));
        String units = put("units", ".mtree.zst", compressed(list));
        String manifest = put(
                "manifests",
                ".json.zst",
                compressed("{\"format\":1,\"units\":[{\"path\":\".\",\"list\":\""
                        + sha256(list.getBytes(StandardCharsets.US_ASCII)) + "\",\"object\":\"" + units
                        + "\",\"offset\":0,\"length\":1,\"packs\":[\"" + pack.substring(9, 9 + 64) + "\"]}]}"));
        writeRoot(manifest);
    }

    private void writeRoot(String manifest) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            Path file = folder.resolve("store").resolve(object.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, object.getValue());
            rows.append(rows.isEmpty() ? "" : ",")
                    .append("{\"key\":\"" + object.getKey() + "\",\"length\":" + object.getValue().length
                            + ",\"sha256\":\"" + sha256(object.getValue()) + "\"}");
        }
        Path root = folder.resolve("store/snapshots/" + ID + ".json");
        Files.createDirectories(root.getParent());
        Files.writeString(
                root,
                "{\"format\":1,\"snapshot\":\"" + ID + "\",\"entries\":" + named + ",\"manifest\":\"" + manifest
                        + "\",\"objects\":[" + rows
                        + "]}");
    }

    private String restore(String... before) throws IOException {
        Path script = folder.resolve("restore.sh");
        Files.write(script, RestoreInstructions.text("restore.sh"));
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(List.of(
                "bash",
                script.toString(),
                folder.resolve("store").toString(),
                ID,
                folder.resolve("target").toString()));
        return Tool.run(command);
    }

    private void requireNothingOutside() {
        assertThat(folder.toFile().list()).containsOnly("source", "outside", "pack", "restore.sh", "store", "target");
        assertThat(folder.resolve("outside").toFile().list()).isEmpty();
    }

    @Test
    void aStoreByHandIsRestored() throws IOException {
        write("." + DIR + "./other\\040name" + FILE, "file");

        assertThat(restore()).contains("2 entries, 1 files, 8 bytes: whole");

        assertThat(folder.resolve("target/other name")).hasContent(CONTENT);
        assertThat(folder.resolve("target").toFile().list()).containsExactly("other name");
    }

    private static String marked(String facts) {
        return facts.replace(" sha256digest=", " tags=file-0123456789abcdef sha256digest=");
    }

    private Object inode(String name) throws IOException {
        return Files.getAttribute(folder.resolve("target/" + name), "unix:ino");
    }

    @Test
    void aMarkMakesNoFilesOneThatDiffer() throws IOException {
        String other = FILE.replace("mode=0644", "mode=0600");
        write("." + DIR + "./a" + marked(FILE) + "./b" + marked(other) + "./c" + marked(FILE) + "./d" + FILE, "file");

        restore();

        assertThat(inode("a")).isEqualTo(inode("c")).isNotEqualTo(inode("b")).isNotEqualTo(inode("d"));
        assertThat(Files.getAttribute(folder.resolve("target/b"), "unix:nlink")).isEqualTo(1);
    }

    @Test
    void whereNothingCanBeLinkedEachNameIsAFileOfItsOwn() throws IOException {
        write("." + DIR + "./a" + marked(FILE) + "./b" + marked(FILE) + "./c" + marked(FILE), "file");
        Path refusing = Files.createDirectories(folder.resolve("source/bin")).resolve("ln");
        Files.writeString(refusing, "#!/bin/sh\nexit 1\n");
        Tool.run("chmod", "+x", refusing.toString());

        String said = restore("env", "PATH=" + refusing.getParent() + ":" + System.getenv("PATH"));

        assertThat(said).containsOnlyOnce("no links can be made here").contains("4 entries, 3 files, 24 bytes: whole");
        assertThat(inode("a")).isNotEqualTo(inode("b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./../out",
                "/out",
                "./a/../../out",
                "./\\056\\056/out",
                "./a\\057..\\057..\\057out",
                "./a//out",
                "./a/./out",
                "./a\\000/out",
                "./link/out",
                "./file",
                "./.ghe-keeper-restore/done",
            })
    void noListLeadsOutOfTheFolder(String path) throws IOException {
        String link = "./link type=link mode=0777 uid=0 gid=0 time=1700000000.000000000 link=../outside\n";
        write("." + DIR + "./a" + DIR + "./file" + FILE + link + path + FILE, "file");

        assertThatThrownBy(() -> restore()).hasMessageContaining("a list is damaged");

        requireNothingOutside();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--transform 's,file,../../../../out,' file",
                "--transform 's,file,/tmp/out-of-a-hostile-pack,' file",
                "--transform 's,^file,link/out,' link file",
                "--transform 's,^file,../../out,' file",
            })
    void noPackLeadsOutOfTheFolder(String tar) throws IOException {
        write("." + DIR + "./other" + FILE, tar);

        try {
            restore(); // tar takes away what leads out of it; the content counts
        } catch (IllegalStateException refused) {
            assertThat(refused).hasMessageContaining("restore.sh: ");
        }

        requireNothingOutside();
        assertThat(Path.of("/tmp/out-of-a-hostile-pack")).doesNotExist();
    }

    @Test
    void noRootNamesWhatIsOutsideOfTheStore() throws IOException {
        write("." + DIR, "file");
        objects.put("packs/../../outside/x", new byte[] {1});
        writeRoot("manifests/x");

        assertThatThrownBy(() -> restore()).hasMessageContaining("snapshots/" + ID + ".json is damaged");
    }

    @Test
    void aListWhoseContentNoPackHasIsNamed() throws IOException {
        write("." + DIR + "./other" + FILE.replaceFirst("[0-9a-f]{64}", "0".repeat(64)), "file");

        assertThatThrownBy(() -> restore()).hasMessageContaining("./other").hasMessageContaining("0".repeat(64));
        assertThat(List.of(folder.resolve("target").toFile().list())).contains(".ghe-keeper-restore");
    }
}
