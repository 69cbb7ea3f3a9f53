package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.metrics.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prometheus' own tool reads the rules, and sees each of them fire and resolve. */
class RulesIT {
    @TempDir
    private Path folder;

    static List<Path> tests() {
        return Rules.TESTS;
    }

    @ParameterizedTest
    @MethodSource("tests")
    void everyAlertFiresAndResolvesAsItsTestsSay(Path test) throws Exception {
        Files.writeString(folder.resolve("rules.yaml"), Rules.withoutAnnotations());
        Path copy = Files.copy(test, folder.resolve(test.getFileName()));

        Promtool.Verdict verdict = Promtool.ask(new byte[0], "test", "rules", copy.toString());

        assertThat(verdict.said()).contains("SUCCESS").doesNotContain("FAILED");
        assertThat(verdict.status()).isZero();
    }

    @Test
    void aRuleThatDoesNotHoldIsSeen() throws Exception {
        Files.writeString(
                folder.resolve("rules.yaml"), Rules.withoutAnnotations().replace("> 35 * 86400", "> 99 * 86400"));
        Path copy = Files.copy(Rules.TESTS.get(2), folder.resolve("months.yaml"));

        assertThat(Promtool.ask(new byte[0], "test", "rules", copy.toString()).said())
                .contains("FAILED", "GheKeeperNoDrill");
    }

    @Test
    void theRulesAndTheirTemplatesAreGood() throws Exception {
        Path all = Files.writeString(folder.resolve("all.yaml"), Rules.json(Map.of("groups", Rules.groups())));
        for (Path rules : List.of(all, Rules.PLAIN)) {
            Promtool.Verdict verdict = Promtool.ask(new byte[0], "check", "rules", "--lint=all", rules.toString());
            assertThat(verdict.said()).contains("SUCCESS");
            assertThat(verdict.status()).isZero();
        }
    }

    /** It has no command for a single expression: each is made a rule. */
    @Test
    void theExpressionsOfTheDashboardAreGood() throws Exception {
        List<Object> rules = new ArrayList<>();
        Rules.dashboard()
                .forEach(expression -> rules.add(Map.of("record", "panel:n" + rules.size(), "expr", expression)));
        Path file = Files.writeString(
                folder.resolve("dashboard.yaml"),
                Rules.json(Map.of("groups", List.of(Map.of("name", "dashboard", "rules", rules)))));

        Promtool.Verdict verdict = Promtool.ask(new byte[0], "check", "rules", file.toString());

        assertThat(verdict.said()).contains("SUCCESS: " + rules.size() + " rules found");
        assertThat(verdict.status()).isZero();
    }
}
