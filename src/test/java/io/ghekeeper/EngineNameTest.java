package io.ghekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Texts speak of the engine; its name, and the variables that it reads, have one place. */
class EngineNameTest {
    private static final Path MAIN = Path.of("src/main/java/io/ghekeeper");
    private static final Pattern NAMED =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*backup-utils(?:\\\\.|[^\"\\\\\n])*\"");

    /** Each file that may name it, with the reason. */
    private static final Map<String, String> MAY = Map.ofEntries(
            Map.entry("release/ReleaseTable.java", "the engine whose releases the table lists, named here once"),
            Map.entry("appliance/ApplianceFacts.java", "the appliance is asked about backup-utils by that name"),
            Map.entry("appliance/Negotiation.java", "the appliance is asked about backup-utils by that name"),
            Map.entry("config/Addresses.java", "a key's value is refused for what backup-utils cannot do"),
            Map.entry("config/ReferencePage.java", "the page documents options of backup-utils"),
            Map.entry("cli/ConfigCommand.java", "an import names the file that it reads"));

    @Test
    void onlyTheEngineItselfAndTheImportsNameIt() throws IOException {
        Map<String, List<String>> named = new TreeMap<>();
        try (Stream<Path> files = Files.walk(MAIN)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                List<String> literals = NAMED.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group())
                        .toList();
                if (!literals.isEmpty()) {
                    named.put(MAIN.relativize(file).toString(), literals);
                }
            }
        }
        assertThat(named.keySet()).as("the search finds what it looks for").anyMatch(EngineNameTest::mayName);
        named.keySet().removeIf(EngineNameTest::mayName);

        assertThat(named.keySet()).as("%s", named).containsExactlyInAnyOrderElementsOf(MAY.keySet());
    }

    /** The variables that an engine reads are part of it; the options of ours begin with GHE_KEEPER_. */
    @Test
    void onlyTheEngineItselfReadsItsVariables() throws IOException {
        Pattern read = Pattern.compile("\"GHE_(?!KEEPER_)\\w*\"");
        try (Stream<Path> files = Files.walk(MAIN)) {
            assertThat(files.filter(each -> each.toString().endsWith(".java"))
                            .filter(each -> !mayName(MAIN.relativize(each).toString())))
                    .allSatisfy(each -> assertThat(Files.readString(each))
                            .as(each.toString())
                            .doesNotContainPattern(read));
        }
    }

    private static boolean mayName(String file) {
        return file.startsWith("engine/backuputils/") || file.matches("(config/\\w+Section|migrate/\\w+)\\.java");
    }
}
