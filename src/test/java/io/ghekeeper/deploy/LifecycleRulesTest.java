package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents of docs/lifecycle, as PutBucketLifecycleConfiguration of S3 takes them. */
class LifecycleRulesTest {
    private static final Path FOLDER = Path.of("docs/lifecycle");
    private static final Set<String> OF_A_RULE = Set.of(
            "ID", "Status", "Filter", "Transitions", "NoncurrentVersionTransitions", "AbortIncompleteMultipartUpload");

    static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static List<JsonNode> rules(Path document) throws IOException {
        JsonNode root = new ObjectMapper().readTree(Files.readString(document));
        assertThat(names(root)).containsExactly("Rules");
        List<JsonNode> rules = new ArrayList<>();
        root.path("Rules").forEach(rules::add);
        assertThat(rules).isNotEmpty();
        return rules;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void eachRuleTouchesPacksOnlyAndDeletesNone(Path document) throws IOException {
        for (JsonNode rule : rules(document)) {
            assertThat(OF_A_RULE).containsAll(names(rule));
            assertThat(rule.path("Status").asText()).isEqualTo("Enabled");
            assertThat(rule.path("ID").asText()).matches("[A-Za-z]{1,255}");
            JsonNode filter =
                    rule.path("Filter").has("And") ? rule.path("Filter").path("And") : rule.path("Filter");
            assertThat(filter.path("Prefix").asText()).isEqualTo("production/packs/");
            rule.path("Transitions").forEach(to -> requireClass(to, "Days"));
            rule.path("NoncurrentVersionTransitions").forEach(to -> requireClass(to, "NoncurrentDays"));
        }
    }

    private static void requireClass(JsonNode to, String days) {
        assertThat(names(to)).containsExactlyInAnyOrder(days, "StorageClass");
        assertThat(to.path(days).asInt()).isPositive();
        assertThat(to.path("StorageClass").asText()).isIn("GLACIER", "DEEP_ARCHIVE");
    }

    @Test
    void whatIsMovedIsLargeEnough() throws IOException {
        for (String name : List.of("glacier.json", "deep-archive.json")) {
            for (JsonNode rule : rules(FOLDER.resolve(name))) {
                assertThat(rule.at("/Filter/And/ObjectSizeGreaterThan").asLong())
                        .isEqualTo(128 << 10);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void thePageNamesEach(Path document) {
        assertThat(Path.of("docs/archive.md")).content().contains("(lifecycle/" + document.getFileName() + ")");
    }
}
