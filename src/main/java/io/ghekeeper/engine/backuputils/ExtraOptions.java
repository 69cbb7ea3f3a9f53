package io.ghekeeper.engine.backuputils;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The options for ssh and rsync that a user adds, looked through for those that undo ours. */
final class ExtraOptions {
    /** Letters of ssh that set again what we set, or that make it do nothing. */
    private static final Map<String, String> SSH_LETTERS = Map.ofEntries(
            Map.entry("p", "appliance.port sets it"),
            Map.entry("i", "the key section sets it"),
            Map.entry("l", "appliance.user sets it"),
            Map.entry("F", "a configuration file can undo the pinned host keys"),
            Map.entry("S", "each run has connections of its own"),
            Map.entry("M", "each run has connections of its own"),
            Map.entry("O", "each run has connections of its own"),
            Map.entry("f", "nothing would wait for the appliance"),
            Map.entry("N", "nothing would run on the appliance"),
            Map.entry("W", "nothing would run on the appliance"),
            Map.entry("G", "nothing would run on the appliance"),
            Map.entry("Q", "nothing would run on the appliance"),
            Map.entry("V", "nothing would run on the appliance"));

    /** The names that {@code -o} takes, in small letters; and all that begin with {@code control}. */
    private static final Map<String, String> SSH_NAMES = Map.ofEntries(
            Map.entry("port", "appliance.port sets it"),
            Map.entry("user", "appliance.user sets it"),
            Map.entry("hostname", "appliance.host sets it"),
            Map.entry("hostkeyalias", "the host keys are pinned under the appliance's own name"),
            Map.entry("stricthostkeychecking", "host keys are always checked"),
            Map.entry("checkhostip", "host keys are always checked"),
            Map.entry("nohostauthenticationforlocalhost", "host keys are always checked"),
            Map.entry("updatehostkeys", "appliance.known-hosts changes only by `ghe-keeper appliance trust`"),
            Map.entry("verifyhostkeydns", "only pinned host keys are right"),
            Map.entry("knownhostscommand", "only pinned host keys are right"),
            Map.entry("userknownhostsfile", "appliance.known-hosts sets it"),
            Map.entry("globalknownhostsfile", "it holds the host keys that restores brought"),
            Map.entry("identityfile", "the key section sets it"),
            Map.entry("identitiesonly", "the key section sets it"),
            Map.entry("identityagent", "the key section sets it"),
            Map.entry("include", "a configuration file can undo the pinned host keys"),
            Map.entry("batchmode", "ghe-keeper cannot answer a question"));

    /** Letters of ssh that take a value, so that the value is not read as letters. */
    private static final String SSH_WITH_VALUE = "BbcDEeFIiJLlmOoPpQRSWw";

    private ExtraOptions() {}

    /** The value is split at blanks, as backup-utils does: quotes mean nothing in it. */
    static Optional<String> sshRefusal(String value) {
        Iterator<String> words = words(value).iterator();
        while (words.hasNext()) {
            Optional<String> refusal = optionRefusal(words.next(), words);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** Looks through one word of options, and takes the next word where that is the option's value. */
    private static Optional<String> optionRefusal(String word, Iterator<String> following) {
        if (!word.matches("-[A-Za-z0-9].*")) {
            return Optional.of("\"" + word + "\" would be taken for the host");
        }
        int at = letterWithValue(word);
        Optional<String> refusal = letterRefusal(word, at);
        if (refusal.isPresent() || at < 0) {
            return refusal;
        }
        boolean apart = at == word.length() - 1;
        if (apart && !following.hasNext()) {
            return Optional.of(word + " lacks its value");
        }
        String argument = apart ? following.next() : word.substring(at + 1);
        return word.charAt(at) == 'o' ? nameRefusal(argument) : Optional.empty();
    }

    /** Each option with the value that it takes; what is none stands alone. */
    static List<String> single(String value) {
        List<String> single = new ArrayList<>();
        Iterator<String> words = words(value).iterator();
        while (words.hasNext()) {
            String word = words.next();
            boolean apart = word.matches("-[A-Za-z0-9].*") && letterWithValue(word) == word.length() - 1;
            single.add(apart && words.hasNext() ? word + " " + words.next() : word);
        }
        return single;
    }

    private static List<String> words(String value) {
        return Arrays.stream(value.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
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
        for (String word : words(value)) {
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
