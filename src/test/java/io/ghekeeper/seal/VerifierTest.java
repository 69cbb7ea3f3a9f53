package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Tool;
import io.ghekeeper.seal.Difference.DifferenceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
    private static final String NETWORK = "repositories/5/nw/5f/f1/2d/4";
    private static final String PACK = NETWORK + "/4.git/objects/pack/pack-1.pack";

    @TempDir
    Path volume;

    private SealBox box;
    private List<Path> others = List.of();
    private final List<Difference> heard = new ArrayList<>();

    @BeforeEach
    void seal() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
        box.file(FIRST, PACK, "a pack");
        box.file(FIRST, "repositories/5/nw/5f/f1/2e/9/9.git/HEAD", "ref: refs/heads/main\n");
        box.file(FIRST, "pages/1a/site", "<html>");
        Files.createSymbolicLink(box.snapshot(FIRST).resolve("pages/1a/link"), Path.of("site"));
        box.seal(FIRST);
    }

    @Test
    void aSnapshotThatIsAsItWasSealedIsWhole() {
        VerifiedSnapshot verified = verify();

        assertThat(verified.isWhole()).isTrue();
        assertThat(verified.files()).isEqualTo(4);
        assertThat(verified.bytes()).isEqualTo(8 + 6 + 21 + 6);
        assertThat(heard).isEmpty();
    }

    @Test
    void aFlippedBitIsFoundThoughSizeAndTimeAreTheSame() throws IOException {
        Path pack = path(PACK);
        FileTime time = Files.getLastModifiedTime(pack);
        Files.writeString(pack, "a pacK");
        Files.setLastModifiedTime(pack, time);

        assertFound(PACK, DifferenceKind.CONTENT);
    }

    @Test
    void snapshotsThatShareADamagedFileAreNamedAndOthersAreNot() throws IOException {
        box.share(FIRST, SECOND);
        String third = "20261120T031700";
        box.share(FIRST, third);
        Files.delete(box.snapshot(third).resolve(PACK));
        box.file(third, PACK, "a pack");
        others = List.of(box.snapshot(SECOND), box.snapshot(third));
        Path pack = path(PACK);
        FileTime time = Files.getLastModifiedTime(pack);
        Files.writeString(pack, "a pacK");
        Files.setLastModifiedTime(pack, time);

        assertThat(verify().shared()).isEqualTo(java.util.Map.of(SECOND, 1L));
    }

    @Test
    void eachDamagedFileIsFoundAmongManyThatAreReadTogether() throws IOException {
        for (int i = 0; i < 200; i++) {
            box.file(FIRST, "storage/a/" + i, "content " + i);
        }
        box.seal(FIRST);
        List<String> damaged = List.of("storage/a/0", "storage/a/128", "storage/a/199", "storage/a/77");
        for (String file : damaged) {
            Path path = path(file);
            FileTime time = Files.getLastModifiedTime(path);
            Files.writeString(path, Files.readString(path).replace("content", "CONTENT"));
            Files.setLastModifiedTime(path, time);
        }

        verify();

        assertThat(heard).extracting(Difference::path).containsExactlyElementsOf(damaged);
    }

    @Test
    void aFileThatWasCutOffIsFound() throws IOException {
        Files.writeString(path(PACK), "a p");

        assertFound(PACK, DifferenceKind.CONTENT);
    }

    @Test
    void aMissingFileIsFound() throws IOException {
        Files.delete(path("pages/1a/site"));

        assertFound("pages/1a/site", DifferenceKind.MISSING);
    }

    @Test
    void aMissingNetworkIsNamedOnceAndNotFileByFile() {
        Tool.run("rm", "-r", path(NETWORK).toString());

        assertFound(NETWORK, DifferenceKind.MISSING);
    }

    @Test
    void aMissingFolderOfTheTopIsFoundWithItsUnits() {
        Tool.run("rm", "-r", path("repositories").toString());

        assertThat(verify().differences())
                .extracting(Difference::kind)
                .containsOnly(DifferenceKind.MISSING)
                .isNotEmpty();
        assertThat(heard).extracting(Difference::path).contains("repositories").allMatch(p -> p.startsWith("repos"));
    }

    @Test
    void anAdditionalFileAndFolderAreFound() throws IOException {
        box.file(FIRST, "pages/2b/more", "more");

        assertThat(verify().differences())
                .extracting(Difference::path, Difference::kind)
                .containsExactly(
                        tuple("pages/2b", DifferenceKind.ADDITIONAL),
                        tuple("pages/2b/more", DifferenceKind.ADDITIONAL));
    }

    @Test
    void anotherTypeIsFound() throws IOException {
        Files.delete(path("version"));
        Files.createSymbolicLink(path("version"), path("pages/1a/site"));

        assertFound("version", DifferenceKind.TYPE);
    }

    @Test
    void anotherModeIsFound() throws IOException {
        Files.setPosixFilePermissions(path("version"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertFound("version", DifferenceKind.MODE);
    }

    @Test
    void anotherTargetOfALinkIsFound() throws IOException {
        Files.delete(path("pages/1a/link"));
        Files.createSymbolicLink(path("pages/1a/link"), Path.of("else"));

        assertFound("pages/1a/link", DifferenceKind.CONTENT);
    }

    @Test
    void aNameThatCommandsTheTerminalIsCleaned() throws IOException {
        box.file(FIRST, "pages/1a/\u001b[31mred", "x");

        assertThat(verify().differences())
                .singleElement()
                .satisfies(found -> assertThat(found.words()).doesNotContain("\u001b"));
    }

    @Test
    void aSnapshotWithoutASealIsNotVerified() throws IOException {
        box.share(FIRST, SECOND);

        Failure failure = catchThrowableOfType(Failure.class, () -> verify(SECOND));

        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_MISSING);
    }

    @Test
    void aDamagedSealSaysNothingOfItsSnapshot() throws IOException {
        Path list = box.files().units().file(box.units(FIRST).get(NETWORK));
        byte[] content = Files.readAllBytes(list);
        content[content.length / 2] ^= 1;
        Files.write(list, content);

        Failure failure = catchThrowableOfType(Failure.class, this::verify);

        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_DAMAGED);
        assertThat(failure).hasMessageContaining(FIRST);
    }

    @Test
    void aRootThatWasCutOffIsADamagedSeal() throws IOException {
        Path root = box.files().root(FIRST);
        byte[] content = Files.readAllBytes(root);
        for (int length = 0; length < content.length - 1; length += 1 + length / 9) {
            Files.write(root, java.util.Arrays.copyOf(content, length));

            Failure failure = catchThrowableOfType(Failure.class, this::verify);

            assertThat(failure).as(length + " bytes").isNotNull();
            assertThat(failure.kind()).as(length + " bytes").isEqualTo(FailureKind.SEAL_DAMAGED);
        }
    }

    private Path path(String path) {
        return box.snapshot(FIRST).resolve(path);
    }

    private void assertFound(String path, DifferenceKind kind) {
        VerifiedSnapshot verified = verify();

        assertThat(verified.isWhole()).isFalse();
        assertThat(verified.differences())
                .extracting(Difference::path, Difference::kind)
                .containsExactly(tuple(path, kind));
        assertThat(heard).isEqualTo(verified.differences());
    }

    private VerifiedSnapshot verify() {
        return verify(FIRST);
    }

    private VerifiedSnapshot verify(String id) {
        heard.clear();
        return box.verify(id, others, heard::add);
    }
}
