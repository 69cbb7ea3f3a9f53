package io.ghekeeper.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What looks like a secret: by the name that it goes under, or by its own shape. It is a guess, and on the side of hiding:
 * a line too much is looked up in its file, a password too much is out.
 *
 * <p>No pattern here may go back over what it has read: lines of 64 KiB come from outside.
 */
public final class Secrets {
    private static final Pattern NAME = ignoringCase(
            "password(?!authentication|prompts)|passwd|passphrase|token|secret(?!s?[_-]?scanning)|credential"
                    + "|authorization|bearer|cookie|webhook|(api|access|account|private|encryption|signing)key"
                    + "|(?<!by|com|ask)pass(?![a-z])"
                    + "|(?<![a-z])(pwd|pw|creds?|pat|auth(?!_sock)|keys?(?![_-](id|name|type|size)))(?![a-z])");

    /** Of the names: those that a sentence may have, too, with any word behind them. */
    private static final Pattern WORD = ignoringCase("pass|pwd|pw|creds?|pat|auth|keys?");

    /** That says yes or no under whatever name; or nothing at all. */
    private static final Pattern SWITCH = ignoringCase("(yes|no|true|false|on|off)?\\s*");

    /** A name, and what separates it from its value; {@code [index]} and {@code +} are a shell's. */
    private static final Pattern NAMED = Pattern.compile(
            "(?<![A-Za-z0-9_-])([A-Za-z0-9_-]++)((?:\\[[^\\]\\n]{0,40}\\])?\\+?\\s*+[=:]\\s*+|\\s++)(?=([\\s\\S]{0,9}))");

    private static final Pattern KEY_MATERIAL =
            ignoringCase("PRIVATE KEY|aws:kms:|AGE[^A-Z0-9]{0,3}SECRET[^A-Z0-9]{0,3}KEY");

    /** How well-known services begin theirs; and addresses where to know them is to be let in. */
    private static final Pattern MADE_BY_SERVICES = Pattern.compile(
            "(?<![A-Za-z0-9])(gh[oprsu]_|github_pat_|glpat-|xox[a-z]-|eyJ[A-Za-z0-9]|A[KS]IA[A-Z0-9]{12})"
                    + "|//hooks\\.|[Ww]ebhook|/bot[0-9]{1,20}:");

    /** Programs that take a password as an option of one letter; and the letters. */
    private static final Pattern PROGRAM =
            ignoringCase("\\b(curl|wget|lftp|mysql|mariadb|mongo|sqlcmd|sshpass|redis-cli|smbclient|ldap|openssl|zip|7z"
                    + "|login\\b)");

    private static final Pattern LETTER = Pattern.compile("(?<!\\S)(-[A-Za-z]{0,9}[uUpPwak]|--(proxy-)?user)");

    /** To a program's standard input it goes from in front. */
    private static final Pattern PIPED = Pattern.compile("password-stdin|with-token|chpasswd|sudo -S");

    private static final Pattern RANDOM = Pattern.compile("(?<![A-Za-z0-9+])[A-Za-z0-9+]{20,}+");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("(?<![A-Za-z0-9])([0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-)");

    private Secrets() {}

    /** Whether the name is one of a secret, and the value is not obviously something else. */
    public static boolean isNamed(String name, String value) {
        boolean path = name.matches("(?i).*(file|path|dir)") && value.startsWith("/");
        return !path && NAME.matcher(name).find() && !SWITCH.matcher(value).matches();
    }

    /** Whether a value under this name must not be shown. */
    public static boolean isUnder(String name, String value) {
        return isNamed(name, value) || isIn(value);
    }

    /** Whether there is one in a text: a value, or words of a message. */
    public static boolean isIn(String text) {
        String bare = bare(text);
        return KEY_MATERIAL.matcher(bare).find()
                || MADE_BY_SERVICES.matcher(bare).find()
                || List.of(bare.split("\\s+")).stream().anyMatch(Secrets::namesUserAndPassword)
                || (PROGRAM.matcher(bare).find() && LETTER.matcher(bare).find())
                || namesOne(bare);
    }

    /** The same for a text of which nothing is known, such as a line of an earlier file: in doubt, there is one. */
    public static boolean mayBeIn(String text) {
        String bare = bare(text);
        return isIn(text)
                || PIPED.matcher(bare).find()
                || HEXADECIMAL.matcher(bare).find()
                || RANDOM.matcher(bare).results().anyMatch(found -> isMixed(found.group()));
    }

    /** Without the quotes of a shell and of JSON, which may stand in the middle of what belongs together. */
    private static String bare(String text) {
        return text.replaceAll("\\\\\n|[\"'\\\\]", "");
    }

    /** {@code user:password@}, in an address or before the name of a host. */
    private static boolean namesUserAndPassword(String word) {
        int colon = word.indexOf(':');
        return colon >= 0 && colon < word.lastIndexOf('@');
    }

    private static boolean namesOne(String text) {
        Matcher named = NAMED.matcher(text);
        while (named.find()) {
            String name = named.group(1);
            String value = named.group(3);
            boolean assigned = !named.group(2).isBlank();
            boolean follows = !value.startsWith("-") && !WORD.matcher(name).matches();
            if ((assigned || follows) && isNamed(name, value)) {
                return true;
            }
        }
        return false;
    }

    /** Letters of both cases and digits: no word of a person's. */
    private static boolean isMixed(String text) {
        return text.chars().anyMatch(Character::isDigit)
                && text.chars().anyMatch(Character::isLowerCase)
                && text.chars().anyMatch(Character::isUpperCase);
    }

    private static Pattern ignoringCase(String pattern) {
        return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
    }
}
