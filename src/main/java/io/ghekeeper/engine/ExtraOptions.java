package io.ghekeeper.engine;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The options for ssh and rsync that a user adds, looked through for those that undo ours. */
final class ExtraOptions {
    /** Options of ssh that we give, or that would lead round them. In small letters where it is an {@code -o} name. */
    private static final Map<String, String> SSH_LETTERS = Map.of(
            "p", "appliance.port sets it",
            "i", "the key section sets it",
            "l", "appliance.user sets it",
            "F", "a configuration file can undo the pinned host keys",
            "S", "each run has connections of its own",
            "M", "each run has connections of its own",
            "O", "each run has connections of its own");

    private static final Map<String, String> SSH_NAMES = Map.ofEntries(
            Map.entry("port", "appliance.port sets it"),
            Map.entry("user", "appliance.user sets it"),
            Map.entry("hostname", "appliance.host sets it"),
            Map.entry("hostkeyalias", "the host keys are pinned under the appliance's own name"),
            Map.entry("stricthostkeychecking", "host keys are always checked"),
            Map.entry("checkhostip", "host keys are always checked"),
            Map.entry("nohostauthenticationforlocalhost", "host keys are always checked"),
            Map.entry("updatehostkeys", "appliance.known-hosts changes only by `ghe-keeper appliance trust`"),
            Map.entry("verifyhostkeydns", "appliance.known-hosts alone says which host key is right"),
            Map.entry("knownhostscommand", "appliance.known-hosts alone says which host key is right"),
            Map.entry("userknownhostsfile", "appliance.known-hosts sets it"),
            Map.entry("globalknownhostsfile", "appliance.known-hosts sets it"),
            Map.entry("identityfile", "the key section sets it"),
            Map.entry("identitiesonly", "the key section sets it"),
            Map.entry("identityagent", "the key section sets it"),
            Map.entry("include", "a configuration file can undo the pinned host keys"),
            Map.entry("batchmode", "nobody is there to answer a question"));

    /** Letters of ssh that take a value, so that the value is not read as letters. */
    private static final String SSH_WITH_VALUE = "BbcDEeFIiJLlmOoPpQRSWw";

    private ExtraOptions() {}

    /** The value is split at blanks, as backup-utils does: quotes mean nothing in it. */
    static Optional<String> sshRefusal(String value) {
        String[] words = value.strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i++) {
            if (words[i].isEmpty()) {
                continue;
            }
            if (!words[i].matches("-[A-Za-z0-9].*")) {
                return Optional.of("ssh options alone: \"" + words[i] + "\" would be taken for the host");
            }
            int at = letterWithValue(words[i]);
            Optional<String> refusal = letterRefusal(words[i], at);
            if (refusal.isPresent()) {
                return refusal;
            }
            if (at < 0) {
                continue;
            }
            boolean apart = at == words[i].length() - 1;
            if (apart && i + 1 == words.length) {
                return Optional.of("a value after " + words[i]);
            }
            String argument = apart ? words[++i] : words[i].substring(at + 1);
            if (words[apart ? i - 1 : i].charAt(at) == 'o') {
                refusal = nameRefusal(argument);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        return Optional.empty();
    }

    /** Where in a word as {@code -4vo} the letter stands that takes what follows as its value; -1 if none does. */
    private static int letterWithValue(String word) {
        for (int at = 1; at < word.length(); at++) {
            if (SSH_WITH_VALUE.indexOf(word.charAt(at)) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private static Optional<String> letterRefusal(String word, int withValue) {
        int last = withValue < 0 ? word.length() - 1 : withValue;
        for (int at = 1; at <= last; at++) {
            String letter = word.substring(at, at + 1);
            if (SSH_LETTERS.containsKey(letter)) {
                return Optional.of("-" + letter + " must not be in it: " + SSH_LETTERS.get(letter));
            }
        }
        return Optional.empty();
    }

    /** {@code Name=value}; ssh ignores case and strips quotes, so both are looked through. */
    private static Optional<String> nameRefusal(String argument) {
        String name = argument.replace("\"", "").replaceFirst("[=\\s].*", "");
        String small = name.toLowerCase(Locale.ROOT);
        String reason = small.startsWith("control") ? "each run has connections of its own" : SSH_NAMES.get(small);
        return Optional.ofNullable(reason).map(why -> name + " must not be in it: " + why);
    }

    static Optional<String> rsyncRefusal(String value) {
        for (String word : value.strip().split("\\s+", -1)) {
            boolean letters = word.matches("-[A-Za-z0-9].*");
            if (word.matches("--rsh(=.*)?|--rsync-path(=.*)?") || (letters && word.contains("e"))) {
                return Optional.of(word + " must not be in it: it leads round the pinned host keys");
            }
            if (word.matches("--dry-run|--list-only") || (letters && word.contains("n"))) {
                return Optional.of(word + " must not be in it: nothing would be copied");
            }
        }
        return Optional.empty();
    }
}
