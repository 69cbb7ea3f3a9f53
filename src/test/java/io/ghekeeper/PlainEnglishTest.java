package io.ghekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that a tired person with English as a second language would stumble over, and their plain ones. */
class PlainEnglishTest {
    /** Not used, and what is used in their place: again; running; show, report, notify; agree with; who, every; intended; no person. */
    private static final Pattern DIALECT = Pattern.compile(
            "\\b(anew|at work|tells?|told|(?:bears?|bore|borne)(?: it| that| them)? out|whoever|as it should be"
                    + "|less than it should|a look|nobody|stands for)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Names that are fixed: two files on the volume, a check of {@code doctor}, and a method of Java's. */
    private static final Pattern FIXED =
            Pattern.compile("told\\.(?:json|lock)|\"run at work\"|^\\s+(?:ok|\\S+)?\\s*run at work\\b|\\.noBody\\(");

    /** Whole: prose, messages, comments, and the names of methods and variables. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs",
                "README.md",
                "CONTRIBUTING.md",
                "k8s",
                "senza",
                "Dockerfile",
                "dev",
                "bin",
                "bashtest",
                ".ci",
                "src/main",
                "src/test"
            })
    void everyFileIsPlain(String place) throws IOException {
        assertThat(found(Path.of(place))).isEmpty();
    }

    @Test
    void aWordOfTheListIsFound() {
        assertThat(isDialect("it is made anew")).isTrue();
        assertThat(isDialect("it is made again")).isFalse();
    }

    private static boolean isDialect(String text) {
        return DIALECT.matcher(FIXED.matcher(text).replaceAll("")).find();
    }

    private static List<String> found(Path place) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("PlainEnglishTest.java"))
                    .sorted()
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (isDialect(line)) {
                        found.add(file + ": " + line.strip());
                    }
                }
            }
        }
        return found;
    }
}
