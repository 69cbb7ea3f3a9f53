package io.ghekeeper.seal;

import static io.ghekeeper.seal.SealBox.FIRST;
import static io.ghekeeper.seal.SealBox.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of seals that are damaged, or written to do damage. */
class HostileSealTest {
    @TempDir
    Path volume;

    private SealBox box;

    @BeforeEach
    void seal() throws IOException {
        box = new SealBox(volume);
        box.file(FIRST, "version", "v3.12.1\n");
        box.file(FIRST, "pages/1a/site", "<html>");
        box.seal(FIRST);
        box.share(FIRST, SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "../../secret", "/etc/passwd", "ABCDEF"})
    void aNameOfAListThatIsNoDigestIsRefused(String name) {
        ListStore store = box.files().units();

        assertThatThrownBy(() -> store.open(name)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.open(name)).hasMessageContaining("no SHA-256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s/\"list\": \"[^\"]*\"/\"list\": \"a\"/",
                "s/\"list\": \"[^\"]*\"/\"list\": \"..\\/..\\/x\"/",
                "s/\"list\": \"[^\"]*\"/\"list\": null/",
                "s/\"format\": 1/\"format\": 2/",
                "s/\"upperUnits\": [0-9]*/\"upperUnits\": 1000000/",
                "s/\"path\": \"[^\"]*\"/\"path\": \"\\/etc\"/",
                "s/\"path\": \"[^\"]*\"/\"path\": \".\\/\\\\777\"/",
                "s/\"units\"/\"unity\"/",
                "s/[{]/[/",
                "1!d"
            })
    void aDamagedRootIsADamagedSealAndDoesNotKeepAnotherFromBeingMade(String edit) throws IOException {
        edit(box.files().root(FIRST), edit);
        edit(box.files().local(FIRST), edit.replace("list", "inodes"));

        Failure failure = catchThrowableOfType(Failure.class, () -> verify(FIRST));
        box.seal(SECOND);

        assertThat(failure).as(edit).isNotNull();
        assertThat(failure.kind()).isEqualTo(FailureKind.SEAL_DAMAGED);
        assertThat(verify(SECOND).isWhole()).isTrue();
    }

    @Test
    void rootsThatWereSwappedAreFound() throws IOException {
        box.file(SECOND, "more", "x");
        box.seal(SECOND);
        Files.copy(box.files().root(FIRST), box.files().root(SECOND), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> assertThat(verify(SECOND).isWhole()).isTrue()).isNotNull();
    }

    private static void edit(Path file, String edit) {
        Tool.run("sed", "-i", edit, file.toString());
    }

    private VerifiedSnapshot verify(String id) {
        return box.verify(id, List.of(), found -> {});
    }
}
