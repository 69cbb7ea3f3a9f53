package io.ghekeeper.migrate;

import io.ghekeeper.config.ApplianceSection;
import io.ghekeeper.config.Key;
import io.ghekeeper.config.MaskedValue;
import io.ghekeeper.config.Place;
import io.ghekeeper.config.Value;
import io.ghekeeper.engine.backuputils.EngineOptions;
import io.ghekeeper.migrate.ShellAssignments.Assignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GHE_EXTRA_SSH_OPTS}: some are keys of ours, some undo what we hold, the others stay. */
final class SshOptionsImport {
    private static final String SECTION = "appliance";
    private static final Pattern NAMED = Pattern.compile("-o\\s?\"?([A-Za-z]+)=?\"?(.*?)\"?");
    private static final Pattern PORT = Pattern.compile("-p\\s?(.+)");

    /** Behind letters that take no value, as in {@code -4J}, too. */
    private static final Pattern DETOUR = Pattern.compile(
            "-[46AaCgKkqTtvXxYy]*(?:J\\s?|o\\s?[\"']?(?i:ProxyJump|ProxyCommand)(?![A-Za-z])=?)[\"']?(.*?)[\"']?");

    /** A quote without its other one, or an {@code -o} without a value. */
    private static final Pattern HALF = Pattern.compile("^[^\"]*\"[^\"]*$|^[^']*'[^']*$|^-o\\s?[A-Za-z]+$");

    /** Set before what a user adds, and ssh keeps the first value. */
    private static final Set<String> SET_ANYHOW =
            Set.of("connecttimeout", "serveraliveinterval", "serveralivecountmax");

    private final Assignment set;
    private final Place place;
    private final Draft draft;
    private boolean portTaken;
    private boolean knownHostsTaken;

    SshOptionsImport(Assignment set, Place place, Draft draft) {
        this.set = set;
        this.place = place;
        this.draft = draft;
    }

    /** What is left for engine.options, after keys were set and remarks made. */
    Optional<String> remaining() {
        List<String> remaining = new ArrayList<>();
        for (String option : EngineOptions.singleSshOptions(set.value())) {
            if (isOurs(option)) {
                continue;
            }
            if (HALF.matcher(option).find()) {
                remark(
                        "backup-utils splits this at blanks and keeps the quotes, so that ssh reads half an option. It"
                                + " is not taken over.",
                        option);
            } else {
                EngineOptions.refusal(set.name(), option)
                        .ifPresentOrElse(
                                why -> remark(
                                        "This ssh option is not taken over: " + MaskedValue.words(why) + ".", option),
                                () -> remaining.add(option));
            }
        }
        return remaining.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", remaining));
    }

    private boolean isOurs(String option) {
        Matcher port = PORT.matcher(option);
        Matcher named = NAMED.matcher(option);
        Matcher detour = DETOUR.matcher(option);
        if (port.matches()) {
            port(port.group(1), option);
            return true;
        }
        if (detour.matches() && !detour.group(1).equalsIgnoreCase("none")) {
            remark(
                    "A way by another host has no counterpart: ghe-keeper itself connects to the appliance directly, so"
                            + " see that the appliance's SSH port (122) can be reached from where ghe-keeper runs.",
                    option);
            return true;
        }
        return named.matches() && isOurs(named.group(1).toLowerCase(Locale.ROOT), named.group(2), option);
    }

    private boolean isOurs(String name, String value, String option) {
        switch (name) {
            case "port" -> port(value, option);
            case "userknownhostsfile" -> knownHosts(value, option);
            case "stricthostkeychecking" -> {
                if (value.equalsIgnoreCase("yes")) {
                    remark("ghe-keeper always does this; nothing is to be done.", option);
                } else {
                    remark(
                            "This has no counterpart: a host key is believed only when it is pinned. Compare and record"
                                    + " the appliance's with: ghe-keeper appliance trust",
                            option);
                }
            }
            default -> {
                if (!SET_ANYHOW.contains(name)) {
                    return false;
                }
                remark("ghe-keeper sets this itself, and a second value would have no effect.", option);
            }
        }
        return true;
    }

    /** ssh takes the first one, and before that of the host's name. */
    private void port(String value, String option) {
        if (portTaken) {
            remark("ssh takes the first port that it is given, and this is another one.", option);
        } else {
            Optional<Value> behindHost = draft.value(ApplianceSection.PORT);
            take(ApplianceSection.PORT, value, option);
            portTaken = true;
            behindHost.ifPresent(former -> otherPort((Value.TextValue) former, option));
        }
    }

    private void otherPort(Value.TextValue former, String option) {
        boolean other = draft.value(ApplianceSection.PORT)
                .filter(taken -> !((Value.TextValue) taken).text().equals(former.text()))
                .isPresent();
        if (other) {
            remark(
                    "This port is taken over, and not the " + former.text() + " behind the host's name: ssh heeds the"
                            + " one among its options first. Write at appliance.port which one holds.",
                    option);
        }
    }

    private void knownHosts(String value, String option) {
        if (knownHostsTaken) {
            remark("ssh takes the first file of known hosts that it is given, and this is another one.", option);
            return;
        }
        knownHostsTaken = true;
        if (value.equals("/dev/null")) {
            remark(
                    "Without known hosts nothing would be checked. Record the appliance's host key in"
                            + " appliance.known-hosts with: ghe-keeper appliance trust",
                    option);
            return;
        }
        take(ApplianceSection.KNOWN_HOSTS, value, option);
        if (draft.value(ApplianceSection.KNOWN_HOSTS).isPresent()) {
            draft.note(SECTION, "The file in known-hosts must be there for ghe-keeper's own user to read.");
        }
    }

    private void take(Key<?> key, String value, String option) {
        draft.offer(key, new Value.TextValue(value, place))
                .ifPresent(
                        wanted -> remark("This does not fit " + key.path() + ", which wants " + wanted + ".", option));
    }

    private void remark(String advice, String option) {
        draft.remark(SECTION, advice, place, option);
    }
}
