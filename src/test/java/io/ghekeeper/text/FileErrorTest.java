package io.ghekeeper.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErrorTest {
    @TempDir
    private Path folder;

    @Test
    void noWordsAreOfJava() {
        for (IOException e : List.of(
                new NoSuchFileException("/a/b"),
                new AccessDeniedException("/a/b"),
                new FileAlreadyExistsException("/a/b"),
                new MalformedInputException(1),
                new EOFException(),
                new IOException(),
                new IOException(new IllegalStateException("java.lang.Broken: x")),
                new IOException("java.nio.file.FileSystemException: /a/b: Read-only file system"),
                new FileSystemException("/a/b"))) {
            assertThat(FileError.words(e))
                    .as(e.toString())
                    .isNotBlank()
                    .doesNotContain("Exception", "java.", "null", "Input length");
        }
    }

    @Test
    void theSystemsWordsStay() {
        assertThat(FileError.words(new FileSystemException("/a", null, "Read-only file system")))
                .isEqualTo("Read-only file system");
        assertThat(FileError.words(new IOException("No space left on device"))).isEqualTo("No space left on device");
        assertThat(FileError.words(new IOException("Input/output\u001b[2J error")))
                .isEqualTo("Input/output error");
    }

    @Test
    void whatReallyHappensIsNamed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("target"));

        assertThat(words(() ->
                        Files.newInputStream(link, LinkOption.NOFOLLOW_LINKS).close()))
                .contains("it is a symbolic link");
        assertThat(words(() -> Files.readAllBytes(folder))).isEqualTo("Is a directory");
        assertThat(words(() -> Files.readAllBytes(folder.resolve("none")))).contains("there is no such file");
    }

    private static String words(org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        return FileError.words(catchThrowableOfType(IOException.class, action));
    }
}
