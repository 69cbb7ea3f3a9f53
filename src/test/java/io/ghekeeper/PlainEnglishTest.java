package io.ghekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words that a tired person with English as a second language would stumble over, and their plain ones. */
class PlainEnglishTest {
    /** Not used, and what is used in their place: again; running; show, report, notify; agree with; who, every; intended; no person. */
    private static final Pattern DIALECT = Pattern.compile(
            "\\b(anew|at work|tells?|told|bears? out|bore out|borne out|whoever|as it should be|less than it should"
                    + "|a look|nobody|stands for)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Names that are fixed: a file on the volume, and a check of {@code doctor}. */
    private static final Pattern FIXED =
            Pattern.compile("told\\.json|\"run at work\"|^\\s+(?:ok|\\S+)?\\s*run at work\\b");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs",
                "README.md",
                "CONTRIBUTING.md",
                "k8s/base",
                "k8s/overlays/monitoring/prometheusrule.yaml",
                "k8s/overlays/monitoring/ghe-keeper.rules.yaml"
            })
    void pagesSchemasAndAlertRulesArePlain(String place) throws IOException {
        assertThat(found(Path.of(place), false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"page", "failure", "config", "metrics", "monitor", "probe", "backup", "restore", "supervise"})
    void whatTheProgramShowsIsPlain(String place) throws IOException {
        assertThat(found(Path.of("src/main/java/io/ghekeeper", place), true)).isEmpty();
    }

    @Test
    void aWordOfTheListIsFound() {
        assertThat(isDialect("it is made anew")).isTrue();
        assertThat(isDialect("it is made again")).isFalse();
    }

    private static boolean isDialect(String text) {
        return DIALECT.matcher(FIXED.matcher(text).replaceAll("")).find();
    }

    /** @param literals whether only the texts between quotation marks count, as in Java */
    @SuppressWarnings("MissingSummary")
    private static List<String> found(Path place, boolean literals) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (literals ? hasDialectLiteral(line) : isDialect(line)) {
                        found.add(file + ": " + line.strip());
                    }
                }
            }
        }
        return found;
    }

    private static boolean hasDialectLiteral(String line) {
        if (line.strip().startsWith("*") || line.contains(".tell(")) {
            return false;
        }
        Matcher literal = LITERAL.matcher(line);
        while (literal.find()) {
            if (isDialect(literal.group())) {
                return true;
            }
        }
        return false;
    }
}
