package io.ghekeeper.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.lab.ObservedDisk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectWriterTest {
    @TempDir
    Path volume;

    private PackBox box;
    private ObjectWriter objects;

    @BeforeEach
    void make() throws IOException {
        box = new PackBox(volume);
        objects = box.objects(new LocalDisk(), new NoEncryption());
    }

    @Test
    void anObjectIsNamedByWhatIsStoredInTheFolderThatIsAsked() throws IOException {
        ObjectFile object;
        try (ObjectStream stream = objects.begin("manifests", ".json.zst", new CountedProgress())) {
            stream.write("{}".getBytes(StandardCharsets.US_ASCII));
            object = stream.finish();
        }

        String sha256 = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        assertThat(object.key().text()).isEqualTo("manifests/" + sha256 + ".json.zst");
        assertThat(object.file())
                .isEqualTo(box.outbox.resolve(sha256 + ".json.zst"))
                .hasContent("{}");
        assertThat(HexFormat.of().formatHex(object.sha256())).isEqualTo(sha256);
        assertThat(object.length()).isEqualTo(2);
    }

    @Test
    void anObjectHasItsNameWhenItIsOnTheDisk() throws IOException {
        List<String> operations = new ArrayList<>();
        ObjectWriter observed = box.objects(new ObservedDisk(operations::add), new NoEncryption());
        try (ObjectStream stream = observed.begin("units", ".a", new CountedProgress())) {
            stream.write(new byte[(2 << 20) + 1]);
            String name = stream.finish().file().toString();

            String unfinished = box.outbox.resolve("0.new").toString();
            assertThat(operations)
                    .containsExactly(
                            "write " + unfinished,
                            "append " + unfinished,
                            "append " + unfinished,
                            "append " + unfinished,
                            "sync " + unfinished,
                            "rename " + unfinished + " to " + name,
                            "sync " + box.outbox);
        }
    }

    @Test
    void objectsThatAreWrittenAtTheSameTimeDoNotMix() throws IOException {
        try (ObjectStream first = objects.begin("units", ".a", new CountedProgress());
                ObjectStream second = objects.begin("units", ".b", new CountedProgress())) {
            first.write('1');
            second.write('2');
            first.write('1');

            assertThat(first.finish().file()).hasContent("11");
            assertThat(second.finish().file()).hasContent("2");
        }
    }

    @Test
    void anObjectThatIsNotFinishedIsNotThere() throws IOException {
        try (ObjectStream stream = objects.begin("units", ".a", new CountedProgress())) {
            stream.write(new byte[3 << 20]);
            assertThat(box.outbox()).containsExactly("0.new");
        }

        assertThat(box.outbox()).isEmpty();
    }

    @Test
    void othersOnTheMachineReadNothingOfIt() throws IOException {
        try (ObjectStream stream = objects.begin("units", ".a", new CountedProgress())) {
            Path file = stream.finish().file();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(box.outbox)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void finishedObjectsStayWhenTheNextRunBegins() throws IOException {
        try (ObjectStream stream = objects.begin("units", ".a", new CountedProgress())) {
            stream.finish();
        }
        Files.createFile(box.outbox.resolve("17.new"));

        objects.prepare();

        assertThat(box.outbox()).hasSize(1).first().asString().endsWith(".a");
    }

    @Test
    void anOutboxThatCannotBeMadeIsNamed() {
        ObjectWriter full = new ObjectWriter(FaultyDisk.failingFrom(1), volume.resolve("another"), new NoEncryption());

        assertThatThrownBy(full::prepare)
                .isInstanceOf(Failure.class)
                .hasMessageContaining(volume.resolve("another").toString())
                .hasMessageContaining(FaultyDisk.FULL);
    }
}
