package io.ghekeeper.restore;

import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.Optional;

/** What is left to a person before and after one restore: the rows of {@link ManualStepTable} that hold for it. */
final class ManualSteps {
    private ManualSteps() {}

    /**
     * What a person does when the restore is done.
     *
     * @param facts of the target after the restore; nothing where it could not be asked
     * @param keepsConsolePassword whether an option keeps the password of the target's Management Console
     * @param production the name of the appliance that is backed up
     */
    static List<String> after(
            Plan plan, Optional<RestoredFacts> facts, Run run, boolean keepsConsolePassword, String production) {
        return words(
                ManualStep.Phase.AFTER,
                new RestoreSituation(
                        plan.selected().orElseThrow(),
                        plan.target().orElseThrow(),
                        plan.choices(),
                        keepsConsolePassword,
                        facts,
                        Optional.of(run),
                        plan.production().isPresent(),
                        production));
    }

    /** What a person has to know or do before the restore. */
    static List<String> before(RestoreSituation situation) {
        return words(ManualStep.Phase.BEFORE, situation);
    }

    private static List<String> words(ManualStep.Phase phase, RestoreSituation situation) {
        return ManualStepTable.all().stream()
                .filter(step -> step.phase() == phase && step.holdsFor(situation))
                .map(step -> step.words(situation))
                .toList();
    }
}
