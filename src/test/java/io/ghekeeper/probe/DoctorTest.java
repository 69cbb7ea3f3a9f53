package io.ghekeeper.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DoctorTest {
    @Test
    void withoutAConfigurationNothingElseIsTried() {
        Failure unreadable = new Failure(
                FailureKind.CONFIGURATION_INVALID, "2 problems in the configuration:\n  one\n  two", "Mend them.");

        List<CheckResult> findings = Doctor.withoutConfiguration(unreadable);

        assertThat(findings).hasSameSizeAs(Check.values());
        CheckResult first = findings.get(0);
        assertThat(first.state()).isEqualTo(CheckResult.CheckState.FAILED);
        assertThat(first.what()).isEqualTo("2 problems in the configuration:");
        assertThat(first.details()).containsExactly("one", "two");
        assertThat(first.hint()).contains("Mend them.");
        assertThat(findings.subList(1, findings.size()))
                .allSatisfy(finding -> assertThat(finding.state()).isEqualTo(CheckResult.CheckState.NOT_TRIED));
        assertThat(Doctor.verdict(findings)).contains(FailureKind.CONFIGURATION_INVALID);
    }

    @Test
    void theSchemaHasEachCheckOnceInItsOrder() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(Files.readString(Path.of("docs/schema/doctor.json")));

        assertThat(schema.at("/$defs/check/properties/check/enum"))
                .extracting(JsonNode::textValue)
                .containsExactlyInAnyOrder(
                        Stream.of(Check.values()).map(Check::title).toArray(String[]::new));
        assertThat(schema.at("/properties/checks/minItems").intValue()).isEqualTo(Check.values().length);
        assertThat(schema.at("/properties/checks/maxItems").intValue()).isEqualTo(Check.values().length);
    }

    @Test
    void whatHangsOnAFailedCheckIsNotTriedAndTheRestIs() {
        Map<Check, CheckDetail.CheckBody> looks = allGood();
        looks.put(Check.PORT, () -> {
            throw closed();
        });

        List<CheckResult> findings = Doctor.findings(looks);

        assertThat(with(findings, CheckResult.CheckState.FAILED)).containsExactly(Check.PORT);
        assertThat(with(findings, CheckResult.CheckState.NOT_TRIED))
                .containsExactly(
                        Check.HOST_KEY,
                        Check.LOGIN,
                        Check.APPLIANCE,
                        Check.FIT,
                        Check.SUPPORT,
                        Check.NEXT_RELEASE,
                        Check.OTHER_TOOL,
                        Check.GARBAGE);
        assertThat(of(findings, Check.HOST_KEY).what()).isEqualTo("because 'port' is not good");
        assertThat(of(findings, Check.LOGIN).what()).isEqualTo("because 'host key' is not good");
    }

    @Test
    void aDoubtKeepsNothingFromBeingTried() {
        Map<Check, CheckDetail.CheckBody> looks = allGood();
        looks.put(Check.VOLUME, () -> CheckDetail.doubtful("a machine's own disk", "Mount one."));

        List<CheckResult> findings = Doctor.findings(looks);

        assertThat(with(findings, CheckResult.CheckState.WARNING)).containsExactly(Check.VOLUME);
        assertThat(with(findings, CheckResult.CheckState.NOT_TRIED)).isEmpty();
        assertThat(Doctor.verdict(findings)).isEmpty();
    }

    @Test
    void theVerdictIsThatOfTheFirstFailure() {
        Map<Check, CheckDetail.CheckBody> looks = allGood();
        looks.put(Check.PORT, () -> {
            throw closed();
        });
        looks.put(Check.ROOM, () -> {
            throw new Failure(FailureKind.VOLUME_FULL, "full", "Enlarge it.");
        });

        assertThat(Doctor.verdict(Doctor.findings(looks))).contains(FailureKind.APPLIANCE_UNREACHABLE);
    }

    @Test
    void aFaultOfOneLookDoesNotHideTheOthers() {
        Map<Check, CheckDetail.CheckBody> looks = allGood();
        looks.put(Check.SUSPECTS, () -> {
            throw new IllegalStateException("a fault");
        });

        List<CheckResult> findings = Doctor.findings(looks);

        assertThat(of(findings, Check.SUSPECTS).kind()).contains(FailureKind.INTERNAL);
        assertThat(with(findings, CheckResult.CheckState.OK)).hasSize(Check.values().length - 1);
    }

    @Test
    void aFailureWithoutWordsIsReportedByItsCode() {
        for (String nothing : List.of("", "\n")) {
            Map<Check, CheckDetail.CheckBody> looks = allGood();
            looks.put(Check.PORT, () -> {
                throw new Failure(FailureKind.APPLIANCE_UNREACHABLE, nothing, "Open it.");
            });

            CheckResult finding = of(Doctor.findings(looks), Check.PORT);

            assertThat(finding.kind()).contains(FailureKind.APPLIANCE_UNREACHABLE);
            assertThat(finding.what()).isEqualTo("appliance-unreachable");
            assertThat(finding.details()).isEmpty();
        }
    }

    @Test
    void whatACheckHangsOnIsLookedAtBeforeIt() {
        for (Check check : Check.values()) {
            assertThat(check.needs()).allSatisfy(need -> assertThat(need).isLessThan(check));
        }
    }

    private static Map<Check, CheckDetail.CheckBody> allGood() {
        Map<Check, CheckDetail.CheckBody> looks = new EnumMap<>(Check.class);
        for (Check check : Check.values()) {
            looks.put(check, () -> CheckDetail.good("well"));
        }
        return looks;
    }

    private static List<Check> with(List<CheckResult> findings, CheckResult.CheckState state) {
        return findings.stream()
                .filter(finding -> finding.state() == state)
                .map(CheckResult::check)
                .toList();
    }

    private static Failure closed() {
        return new Failure(FailureKind.APPLIANCE_UNREACHABLE, "the port is closed", "Open it.");
    }

    private static CheckResult of(List<CheckResult> findings, Check check) {
        return findings.stream()
                .filter(finding -> finding.check() == check)
                .findFirst()
                .orElseThrow();
    }
}
