package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.monitor.Json;
import io.ghekeeper.probe.CheckResult;
import io.ghekeeper.probe.Doctor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper doctor}. Its JSON is described by docs/schema/doctor.json. */
@Command(
        name = "doctor",
        description = "Run every check there is, from the configuration to the schedule, and say what to do. The exit"
                + " status is that of the first check that failed.")
final class DoctorCommand implements Callable<Integer> {
    private static final int FORMAT = 1;
    private static final int HINT_INDENT = 2;

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
        if (target != null) {
            HostArgument.require(target, spec);
        }
        List<CheckResult> findings = examine();
        int exitStatus = Doctor.verdict(findings).map(FailureKind::exitStatus).orElse(0);
        if (json) {
            root.print(json(findings, exitStatus));
        } else {
            show(findings);
        }
        return exitStatus;
    }

    private List<CheckResult> examine() {
        Keeper keeper;
        try {
            keeper = root.keeper();
        } catch (Failure failure) {
            return Doctor.withoutConfiguration(failure);
        }
        return keeper.checks().doctor(Optional.ofNullable(target)).examine();
    }

    private void show(List<CheckResult> findings) {
        Screen screen = root.screen();
        TextTable table = new TextTable(TextTable.Overflow.WRAPPED, "CHECK", "STATE", "WHAT");
        for (CheckResult finding : findings) {
            table.row(finding.check().title(), finding.state().words(), finding.what());
            finding.details().forEach(line -> table.row("", "", line));
        }
        table.on(screen).forEach(root::print);
        if (findings.stream().anyMatch(finding -> finding.hint().isPresent())) {
            root.print("");
        }
        findings.forEach(finding -> finding.hint()
                .ifPresent(hint -> Paragraph.lines(
                                screen, "", HINT_INDENT, finding.check().title() + ": " + hint)
                        .forEach(root::print)));
    }

    private static String json(List<CheckResult> findings, int exitStatus) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", FORMAT);
        document.put("exitStatus", exitStatus);
        List<Map<String, Object>> checks = new ArrayList<>();
        for (CheckResult finding : findings) {
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
        return Json.write(new ObjectMapper().valueToTree(document));
    }
}
