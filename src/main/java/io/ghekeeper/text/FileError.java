package io.ghekeeper.text;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A failed operation on a file, in words for people. Many of the JDK's exceptions have only a path for a message, and their
 * text begins with the name of a class.
 */
public final class FileError {
    private static final Pattern CLASS_NAME = Pattern.compile("^(?:(?:[a-z][a-z0-9_]*\\.)+[A-Z][\\w$]*(?:: |$))+");

    private FileError() {}

    /** What went wrong, in words that go on after "cannot read FILE:"; without that file's own path. */
    public static String words(IOException e) {
        return known(e).or(() -> ofSystem(e)).orElse("it failed without a reason");
    }

    private static Optional<String> known(IOException e) {
        if (e instanceof NoSuchFileException) {
            return Optional.of("there is no such file or directory");
        }
        if (e instanceof AccessDeniedException) {
            return Optional.of("permission denied for user " + System.getProperty("user.name"));
        }
        if (e instanceof FileAlreadyExistsException) {
            return Optional.of("it already exists");
        }
        if (e instanceof NotDirectoryException) {
            return Optional.of("it is no directory");
        }
        if (e instanceof DirectoryNotEmptyException) {
            return Optional.of("the directory is not empty");
        }
        if (e instanceof CharacterCodingException) {
            return Optional.of("it is no text in UTF-8");
        }
        return e instanceof EOFException ? Optional.of("it ends too early") : Optional.empty();
    }

    /** The system's own words, as "No space left on device", and what our own code says. */
    private static Optional<String> ofSystem(IOException e) {
        String message = e instanceof FileSystemException failed ? failed.getReason() : String.valueOf(e.getMessage());
        if (message == null || message.equals("null")) {
            return Optional.empty();
        }
        if (message.contains("Too many levels of symbolic links")) {
            return Optional.of("it is a symbolic link, which is not followed");
        }
        String plain = CLASS_NAME.matcher(PlainText.of(message)).replaceFirst("");
        return Optional.of(plain.strip()).filter(words -> !words.isEmpty());
    }
}
