package io.ghekeeper.config;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.notify.Secret;
import io.ghekeeper.schedule.CronLine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The types that are not addresses. */
final class Types {
    /** Before the path of a file that holds a secret. */
    static final String IN_FILE = "file:";

    private static final int MIB = 20;
    private static final int GIB = 30;
    private static final int TIB = 40;
    private static final int LAST_PORT = 65_535;

    private Types() {}

    static ValueType.Scalar<Boolean> flag() {
        return new ValueType.Scalar<>("flag", "true or false", text -> {
            if (!text.equals("true") && !text.equals("false")) {
                throw new ValueType.UnfitValue("");
            }
            return text.equals("true");
        });
    }

    static ValueType.Scalar<Integer> number(int least, int most) {
        return new ValueType.Scalar<>("number", "a whole number from " + least + " to " + most, text -> {
            int number = text.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(text) : -1;
            if (number < least || number > most) {
                throw new ValueType.UnfitValue("");
            }
            return number;
        });
    }

    /** A share of a hundred. */
    static ValueType.Scalar<Integer> percent() {
        return new ValueType.Scalar<>("percentage", "a percentage from 0% to 100%, as 10%", text -> {
            if (!text.matches("(100|[1-9]?[0-9])%")) {
                throw new ValueType.UnfitValue("");
            }
            return Integer.parseInt(text.substring(0, text.length() - 1));
        });
    }

    /** From {@code least} to {@code most}, both included. */
    static ValueType.Scalar<Duration> duration(String least, String most) {
        String wanted = "a duration from " + least + " to " + most + ", as 30s, 90m, 12h or 1h30m";
        return new ValueType.Scalar<>("duration", wanted, text -> {
            Duration duration = DurationText.parse(text).orElseThrow(() -> new ValueType.UnfitValue(""));
            if (duration.compareTo(DurationText.parse(least).orElseThrow()) < 0
                    || duration.compareTo(DurationText.parse(most).orElseThrow()) > 0) {
                throw new ValueType.UnfitValue("");
            }
            return duration;
        });
    }

    /** A rate or size in the units of powers of 1024. */
    static ValueType.Scalar<Long> bytes() {
        return new ValueType.Scalar<>("bytes", "a number of bytes from 1MiB to 1024GiB, as 50MiB or 1GiB", text -> {
            if (!text.matches("[1-9][0-9]{0,6}(MiB|GiB)")) {
                throw new ValueType.UnfitValue("");
            }
            int digits = text.length() - "MiB".length();
            long bytes = Long.parseLong(text, 0, digits, 10) << (text.charAt(digits) == 'M' ? MIB : GIB);
            if (bytes > 1L << TIB) {
                throw new ValueType.UnfitValue("");
            }
            return bytes;
        });
    }

    /** Text that a pattern describes. */
    static ValueType.Scalar<String> text(String name, String wanted, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new ValueType.Scalar<>(name, wanted, text -> {
            if (!compiled.matcher(text).matches()) {
                throw new ValueType.UnfitValue("");
            }
            return text;
        });
    }

    /**
     * A path that survives the shell: backup-utils expands several unquoted, and ssh splits options at blanks. Shown and
     * kept normalized, so that two paths can be compared.
     */
    static ValueType.Scalar<Path> path() {
        String wanted = "an absolute path of letters, digits and . _ - + @ only";
        return new ValueType.Scalar<>("path", wanted, text -> {
            // One step of the pattern for a sign, not for a name: those would be counted on the stack.
            if (!text.matches("/[A-Za-z0-9._+@-][A-Za-z0-9._+@/-]*") || text.contains("//")) {
                throw new ValueType.UnfitValue("");
            }
            Path path = Path.of(text).normalize();
            if (path.getNameCount() == 0) {
                throw new ValueType.UnfitValue("not the root of all files");
            }
            return path;
        });
    }

    /** A URL that is itself a secret: to know it is to have access. */
    static ValueType.Scalar<Secret> secretUrl() {
        return new ValueType.Scalar<>(
                "secret URL", "an http or https URL, or file: and the path of a file with one", text -> {
                    if (text.startsWith(IN_FILE)) {
                        return inFile(text);
                    }
                    if (!text.matches("https?://[A-Za-z0-9.\\[\\]:-]{1,300}(/[!-~]{0,2000})?")
                            || uri(text).getHost() == null
                            || uri(text).getPort() > LAST_PORT) {
                        throw new ValueType.UnfitValue("");
                    }
                    return new Secret.Given(text);
                });
    }

    static ValueType.Scalar<Secret> secretText() {
        return new ValueType.Scalar<>(
                "secret", "a text of one line, or file: and the path of a file with one", text -> {
                    if (text.startsWith(IN_FILE)) {
                        return inFile(text);
                    }
                    if (!text.matches("[^\\p{Cntrl}]{1,1000}")) {
                        throw new ValueType.UnfitValue("");
                    }
                    return new Secret.Given(text);
                });
    }

    private static Secret inFile(String text) throws ValueType.UnfitValue {
        return new Secret.InFile(path().parser().parse(text.substring(IN_FILE.length())));
    }

    private static URI uri(String text) throws ValueType.UnfitValue {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException refused) {
            throw new ValueType.UnfitValue("");
        }
    }

    /** One of an enumeration's names, in small letters and with {@code -}. */
    static <E extends Enum<E>> ValueType.Scalar<E> word(E[] values) {
        Map<String, E> words = new LinkedHashMap<>();
        for (E value : values) {
            words.put(value.name().toLowerCase(Locale.ROOT).replace('_', '-'), value);
        }
        return new ValueType.Scalar<>("word", "one of " + String.join(", ", words.keySet()), text -> {
            if (!words.containsKey(text)) {
                throw new ValueType.UnfitValue(nearest(text, words.keySet()));
            }
            return words.get(text);
        });
    }

    static ValueType.Scalar<ZoneId> timeZone() {
        return new ValueType.Scalar<>("time zone", "a time zone's name, as UTC or Europe/Berlin", text -> {
            if (!ZoneId.getAvailableZoneIds().contains(text)) {
                throw new ValueType.UnfitValue(nearest(text, ZoneId.getAvailableZoneIds()));
            }
            return ZoneId.of(text);
        });
    }

    static ValueType.Scalar<String> cronLine() {
        return new ValueType.Scalar<>(
                "cron lines",
                "a cron line of five fields (minute, hour, day, month, weekday), as \"17 3 * * 1-6\"",
                text -> {
                    try {
                        CronLine.parse(text);
                        return text;
                    } catch (Failure refused) {
                        throw new ValueType.UnfitValue(
                                "it " + refused.getMessage().replaceFirst("^cron line '.*?' ", ""));
                    }
                });
    }

    static ValueType.Scalar<URI> endpoint() {
        return new ValueType.Scalar<>("URL", "an http or https URL of a host, as https://kms.example.com", text -> {
            // User info would be a secret in a place that is shown; a path or query would be dropped by the SDK.
            if (!text.matches("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?/?")) {
                throw new ValueType.UnfitValue("");
            }
            return uri(text);
        });
    }

    static String nearest(String text, Collection<String> known) {
        return Nearest.to(text, known).map(name -> "the nearest is " + name).orElse("");
    }
}
