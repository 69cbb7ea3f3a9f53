package io.ghekeeper.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.config.Addresses;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.monitor.PlainText;
import io.ghekeeper.probe.Doctor;
import io.ghekeeper.probe.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper doctor}. Its JSON is described by docs/schema/doctor.json. */
@Command(
        name = "doctor",
        description = "Run every check there is, from the configuration to the schedule, and say what to do. The exit"
                + " status is that of the first check that failed.")
final class DoctorCommand implements Callable<Integer> {
    private static final int FORMAT = 1;

    @ParentCommand
    private RootCommand root;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(
            names = "--target",
            paramLabel = "HOST",
            description = "Check also that HOST can be restored to: reached, its host key known, the key accepted.")
    private String target;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional.ofNullable(target).flatMap(Addresses::hostRefusal).ifPresent(why -> {
            throw new ParameterException(spec.commandLine(), "'" + PlainText.of(target) + "' is not " + why);
        });
        List<Finding> findings = examine();
        int exitStatus = Doctor.verdict(findings).map(FailureKind::exitStatus).orElse(0);
        root.print(json ? json(findings, exitStatus) : table(findings));
        return exitStatus;
    }

    private List<Finding> examine() {
        Keeper keeper;
        try {
            keeper = root.keeper();
        } catch (Failure failure) {
            return Doctor.withoutConfiguration(failure);
        }
        return keeper.doctor(Optional.ofNullable(target)).examine();
    }

    private static String table(List<Finding> findings) {
        Table table = new Table("CHECK", "STATE", "WHAT");
        StringBuilder hints = new StringBuilder();
        for (Finding finding : findings) {
            String title = finding.check().title();
            table.row(title, finding.state().words(), finding.what());
            finding.details().forEach(line -> table.row("", "", line));
            finding.hint()
                    .ifPresent(hint ->
                            hints.append('\n').append(title).append(": ").append(hint));
        }
        return hints.isEmpty() ? table.toString() : table + "\n" + hints;
    }

    private static String json(List<Finding> findings, int exitStatus) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("exitStatus", exitStatus);
        List<Map<String, Object>> checks = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> check = new LinkedHashMap<>();
            check.put("check", finding.check().title());
            check.put("state", finding.state().words());
            check.put("what", finding.what());
            check.put("details", finding.details());
            finding.kind().ifPresent(kind -> check.put("code", kind.code()));
            finding.hint().ifPresent(hint -> check.put("hint", hint));
            checks.add(check);
        }
        document.put("checks", checks);
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
