package io.ghekeeper.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.monitor.StatusReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperationsDocsTest {
    private static final Path PAGE = Path.of("docs/operations.md");

    @Test
    void thePageIsWhatTheKindsAndTheTemplateGive() throws IOException {
        String rendered = OperationsPage.render();
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(PAGE, rendered);
        }
        assertThat(Files.readString(PAGE))
                .as("%s is out of date; write it with: ./dev docs", PAGE)
                .isEqualTo(rendered);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindSaysWhatItMeansAndWhatToDo(FailureKind kind) {
        for (String text : List.of(kind.meaning(), kind.remedy())) {
            assertThat(text).matches("(?s)[A-Z`].{15,}\\.").doesNotContain("\n", "  ");
            assertThat(text.chars().filter(c -> c == '`').count() % 2)
                    .as("code marks in " + text)
                    .isZero();
        }
        assertThat(OperationsPage.render())
                .containsOnlyOnce("#### " + kind.code() + "\n\nExit status " + kind.exitStatus() + ". ");
    }

    @Test
    void noStatesExitStatusIsThatOfAFailure() {
        assertThat(Arrays.stream(StatusReport.StatusState.values()).map(StatusReport.StatusState::exitStatus))
                .allMatch(status -> status >= 0 && status < 10 && status != 2)
                .doesNotContainAnyElementsOf(Arrays.stream(FailureKind.values())
                        .map(FailureKind::exitStatus)
                        .toList());
        assertThat(StatusReport.StatusState.OK.exitStatus()).isZero();
        assertThat(StatusReport.StatusState.LATE.exitStatus()).isEqualTo(1);
        assertThat(StatusReport.StatusState.NONE.exitStatus()).isEqualTo(1);
    }

    @Test
    void noTwoKindsShareAnExitStatus() {
        assertThat(Arrays.stream(FailureKind.values()).map(FailureKind::exitStatus))
                .doesNotHaveDuplicates()
                .allMatch(status -> status >= 10 && status < 125); // shells and launchers have 125 to 127
    }
}
