package io.ghekeeper.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign text is cleaned by {@link PlainText} alone: a second cleaner would let pass what the first one stops. */
class OneCleanerTest {
    private static final Path MAIN = Path.of("src/main");

    /** How cleaners are written: by Unicode's categories, by ranges of control characters, or as all but ASCII. */
    private static final Pattern CLEANER =
            Pattern.compile("p\\{C|\\{Cntrl|\\{Print|\\{Graph|isISOControl|isIdentifierIgnorable"
                    + "|Character\\.(getType|CONTROL|FORMAT)|\\[\\^?\\\\+x[0-9a-f]{2}-|\\[\\^ -~|\\\\+u00(0|1|7f|8|9)");

    /** The cleaner; those that refuse a value, a header or a file and clean nothing; and a bar's own sequences. */
    private static final Set<String> MAY = Set.of(
            "text/Characters.java",
            "text/PlainTextFilter.java",
            "config/Types.java",
            "key/CopiedText.java",
            "notify/SecretText.java",
            "http/Document.java",
            "page/Stylesheet.java",
            "cli/ProgressLine.java");

    /** What renders JSON without the cleaner: files that this program reads itself, and the configuration. */
    private static final Set<String> JSON = Set.of(
            "monitor/Json.java",
            "journal/RunDocument.java",
            "snapshot/EvidenceDocument.java",
            "journal/WaitingTickFile.java",
            "snapshot/RebuildAdviceFile.java",
            "snapshot/NativeSnapshotFiles.java",
            "snapshot/FleetTagsFile.java",
            "snapshot/StoreReadBacks.java",
            "snapshot/StoreVerificationFile.java",
            "notify/DeliveredStatesFile.java",
            "config/EffectiveConfiguration.java");

    @Test
    void noOtherClassCleansText() throws IOException {
        assertThat(sourcesWith(CLEANER, MAY)).isEmpty();
    }

    @Test
    void jsonForOthersIsWrittenThroughTheCleaner() throws IOException {
        Pattern written = Pattern.compile("toPrettyString|writeValueAs|writerWithDefaultPrettyPrinter");

        assertThat(sourcesWith(written, JSON)).isEmpty();
    }

    @Test
    void nothingIsPrintedPastTheCleaner() throws IOException {
        Pattern printed = Pattern.compile("System\\.(out|err)\\b|FileDescriptor\\.(out|err)|root\\.answer\\(\\)");

        assertThat(sourcesWith(
                        printed,
                        Set.of(
                                "cli/ProgressLine.java",
                                "cli/RunFollower.java",
                                "cli/CheckedStdout.java",
                                "cli/LogsCommand.java",
                                "log/LogConfigurator.java")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text.replaceAll(\"\\\\p{Cntrl}\", \" \")",
                "Pattern.compile(\"[\\\\p{Cc}\\\\p{Cf}]+\")",
                "words.replaceAll(\"[^\\\\x20-\\\\x7e]\", \"?\")",
                "switch (Character.getType(c))",
                "text.chars().filter(c -> !Character.isISOControl(c))",
            })
    void aSecondCleanerWouldBeFound(String code) {
        assertThat(CLEANER.matcher(code).find()).isTrue();
    }

    private static List<String> sourcesWith(Pattern pattern, Set<String> but) throws IOException {
        try (Stream<Path> files = Files.walk(MAIN)) {
            return files.filter(file -> file.toString().matches(".*\\.(java|xml)"))
                    .filter(file -> but.stream().noneMatch(file.toString()::endsWith))
                    .filter(file -> pattern.matcher(read(file)).find())
                    .map(Path::toString)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
