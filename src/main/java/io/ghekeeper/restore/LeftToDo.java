package io.ghekeeper.restore;

import io.ghekeeper.appliance.RestoredFacts;
import io.ghekeeper.appliance.TargetFacts;
import io.ghekeeper.journal.Events;
import io.ghekeeper.journal.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What no restore does by itself, for this target and this snapshot, in the order in which it is best done. */
final class LeftToDo {
    private final Plan plan;
    private final Selected selected;
    private final TargetFacts target;
    private final List<String> list = new ArrayList<>();

    private LeftToDo(Plan plan) {
        this.plan = plan;
        this.selected = plan.selected().orElseThrow();
        this.target = plan.target().orElseThrow();
    }

    /** @param production the name of the appliance that is backed up */
    @SuppressWarnings("MissingSummary")
    static List<String> after(Plan plan, Optional<RestoredFacts> facts, Run run, String production) {
        LeftToDo left = new LeftToDo(plan);
        left.hostKey(facts, run);
        if (run.kind() == Run.Kind.DRILL) {
            left.keepQuiet();
        } else {
            left.settings();
            left.contents();
            left.maintenance(run);
            left.name(production);
        }
        return List.copyOf(left.list);
    }

    /** What a person's own ssh knows of the target is wrong by now, even where ours is right. */
    private void hostKey(Optional<RestoredFacts> facts, Run run) {
        facts.filter(seen -> !seen.pinned()).ifPresent(seen -> {
            String shows = target.host() + " now shows the snapshot's host key ("
                    + seen.hostKey().fingerprint() + ")";
            list.add(
                    run.event(Events.HOST_KEY_PINNED).isPresent()
                            ? shows + ", and ghe-keeper knows it; other machines that know the old one will refuse it"
                            : shows + ": ghe-keeper appliance trust " + target.host() + " --yes --replace");
        });
    }

    /** A copy of the production appliance that is let loose sends its mails and calls its webhooks. */
    private void keepQuiet() {
        if (target.configured()) {
            list.add("leave " + target.host() + " in maintenance mode: it holds the same data as the original, its"
                    + " webhooks and mails among it");
        }
    }

    private void settings() {
        if (!target.configured()) {
            list.add("open https://" + target.host() + "/setup/settings, review the settings and save them: a new"
                    + " appliance starts only then");
        } else if (plan.choices().withSettings()) {
            list.add("open https://" + target.host() + "/setup/settings and review the settings, which are the"
                    + " snapshot's now");
        } else {
            list.add("GitHub Connect was taken off by the restore: connect it again if you use it");
        }
    }

    private void contents() {
        if (selected.holds("mssql") || selected.holds("actions")) {
            list.add("restart or register anew every self-hosted Actions runner, and check that " + target.host()
                    + " reaches the external storage of Actions");
        }
        if (!selected.holds("elasticsearch")) {
            list.add("wait until the search indices are built anew before you trust a search");
        }
        list.add("set up high availability or other replicas anew: a restore brings none");
    }

    private void maintenance(Run run) {
        if (target.configured() && run.event(Events.MAINTENANCE_LIFTED).isEmpty()) {
            list.add("look around, then lift maintenance mode on " + target.host() + ": ghe-maintenance -u");
        }
    }

    private void name(String production) {
        if (plan.production().isEmpty()) {
            list.add("let the DNS name of " + production + " point to " + target.host()
                    + "; until then, or until appliance.host names it, backups still go to " + production);
        }
    }
}
