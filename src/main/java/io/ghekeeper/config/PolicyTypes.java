package io.ghekeeper.config;

import io.ghekeeper.retention.RetentionSettings;
import io.ghekeeper.retention.RetentionSettings.CalendarUnit;
import io.ghekeeper.retention.RetentionSettings.KeepRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of what is kept. */
final class PolicyTypes {
    private static final int MOST = 10_000;
    private static final Pattern RULE = Pattern.compile("([a-z-]+) +(\\S+)");
    private static final String LIMIT_BASED = "limit-based";

    private PolicyTypes() {}

    /** One rule of a policy. */
    static ValueType.Scalar<KeepRule> rule() {
        String wanted =
                "a rule as last 7, within 30d, hourly 24, daily 14, weekly 8, monthly 12 or yearly 5, with a number"
                        + " from 1 to " + MOST + " or a duration";
        return new ValueType.Scalar<>("rule", wanted, text -> {
            Matcher rule = RULE.matcher(text);
            if (!rule.matches()) {
                throw new ValueType.UnfitValue("");
            }
            return rule(rule.group(1), rule.group(2)).orElseThrow(() -> unfit(rule.group(1)));
        });
    }

    private static Optional<KeepRule> rule(String word, String amount) {
        if (word.equals("within")) {
            return DurationText.parse(amount)
                    .filter(length -> length.compareTo(Duration.ZERO) > 0)
                    .map(length -> new RetentionSettings.Within(length, "within " + amount));
        }
        Optional<Integer> count = count(amount);
        if (word.equals("last")) {
            return count.map(number -> new RetentionSettings.Last(number, "last " + number));
        }
        return Arrays.stream(CalendarUnit.values())
                .filter(unit -> unit.word().equals(word))
                .findFirst()
                .flatMap(unit -> count.map(number -> new RetentionSettings.Periodic(unit, number)));
    }

    private static Optional<Integer> count(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[1-9][0-9]{0,4}"))
                .map(Integer::valueOf)
                .filter(number -> number <= MOST);
    }

    private static ValueType.UnfitValue unfit(String word) {
        List<String> known = new ArrayList<>(List.of("last", "within"));
        Arrays.stream(CalendarUnit.values()).map(CalendarUnit::word).forEach(known::add);
        return new ValueType.UnfitValue(
                known.contains(word)
                        ? ""
                        : Nearest.to(word, known)
                                .map(name -> "the nearest is " + name)
                                .orElse(""));
    }

    /** A policy that another project made known. */
    static ValueType.Scalar<KeepRule> preset() {
        return new ValueType.Scalar<>(
                "preset",
                "exponential, " + LIMIT_BASED + " or " + LIMIT_BASED + " N with a number from 1 to " + MOST,
                text -> {
                    if (text.equals("exponential")) {
                        return new RetentionSettings.Exponential();
                    }
                    if (text.equals(LIMIT_BASED)) {
                        return limit(RetentionSettings.STANDARD_LIMIT);
                    }
                    Matcher rule = RULE.matcher(text);
                    return Optional.of(rule)
                            .filter(Matcher::matches)
                            .filter(found -> found.group(1).equals(LIMIT_BASED))
                            .flatMap(found -> count(found.group(2)))
                            .map(PolicyTypes::limit)
                            .orElseThrow(() -> new ValueType.UnfitValue(""));
                });
    }

    private static KeepRule limit(int count) {
        return new RetentionSettings.Last(count, LIMIT_BASED + " " + count);
    }
}
