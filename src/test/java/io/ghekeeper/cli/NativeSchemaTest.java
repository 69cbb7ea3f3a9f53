package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.nativesnapshot.ExpiryReason;
import io.ghekeeper.nativesnapshot.SnapshotOrigin;
import io.ghekeeper.nativesnapshot.WritingRuns.WritingAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The words in docs/schema/native.json are all that the code has. */
class NativeSchemaTest {
    private static List<String> listed(String pointer) throws IOException {
        JsonNode schema = new ObjectMapper().readTree(Files.readString(Path.of("docs/schema/native.json")));
        return StreamSupport.stream(schema.at(pointer).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> words(Enum<?>... values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    @Test
    void eachReasonIsInTheSchema() throws IOException {
        assertThat(listed("/properties/plans/items/properties/snapshots/items/properties/reason/enum"))
                .isEqualTo(words(ExpiryReason.values()));
    }

    @Test
    void eachOriginIsInTheSchema() throws IOException {
        assertThat(listed("/properties/snapshots/items/properties/madeBy/enum"))
                .isEqualTo(words(SnapshotOrigin.values()));
    }

    @Test
    void eachAnswerIsInTheSchema() throws IOException {
        assertThat(listed("/properties/snapshots/items/properties/writing/properties/answer/enum"))
                .isEqualTo(words(WritingAnswer.values()));
    }
}
