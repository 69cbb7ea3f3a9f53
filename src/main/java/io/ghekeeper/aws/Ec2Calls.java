package io.ghekeeper.aws;

import io.ghekeeper.aws.Ec2Forms.UnfitAnswer;
import io.ghekeeper.aws.QueryCalls.QueryAnswer;
import io.ghekeeper.aws.QueryCalls.Refusal;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How EC2's query API is asked: whole lists over all pages, deeds that are sent once, and calls that only try a right. Failures
 * are of an AWS or NATIVE kind.
 */
final class Ec2Calls implements AutoCloseable {
    static final String VERSION = "2016-11-15";

    private static final String DRY_RUN = "DryRun";
    private static final String ALLOWED = "DryRunOperation";

    /** More pages than any account has: one that never ends is a fault of what answers. */
    private static final int MOST_PAGES = 10_000;

    private final QueryCalls calls;

    Ec2Calls(QueryCalls calls) {
        this.calls = calls;
    }

    /** One element of an answer as a value. */
    interface ElementForm<T> {
        T of(XmlElement element) throws UnfitAnswer;
    }

    record AllPages<T>(List<T> all, Optional<Instant> awsTime) {}

    <T> AllPages<T> pages(
            Question question, String action, Map<String, String> parameters, String list, ElementForm<T> form) {
        List<T> all = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        Map<String, String> page = new TreeMap<>(parameters);
        for (int count = 0; count < MOST_PAGES; count++) {
            QueryAnswer answer = ask(question, action, page);
            try {
                for (XmlElement item : answer.root().items(list)) {
                    all.add(form.of(item));
                }
            } catch (UnfitAnswer e) {
                throw unfit(question, e);
            }
            Optional<String> next = answer.root().text("nextToken");
            if (next.isEmpty()) {
                return new AllPages<>(all, answer.date().flatMap(BucketFacts::instant));
            }
            if (!tokens.add(next.get())) {
                throw unfit(question, new UnfitAnswer("a page leads back to an earlier one"));
            }
            page.put("NextToken", next.get());
        }
        throw unfit(question, new UnfitAnswer("more than " + MOST_PAGES + " pages"));
    }

    /** The one that a question names; nothing where AWS says that it is missing. */
    <T> Optional<T> one(
            Question question,
            String action,
            Map<String, String> parameters,
            Set<String> missing,
            String list,
            ElementForm<T> form) {
        try {
            return only(question, calls.send(question, action, parameters), list, form);
        } catch (Refusal e) {
            if (missing.contains(e.code())) {
                return Optional.empty();
            }
            throw e.failure(question);
        }
    }

    private static <T> Optional<T> only(Question question, QueryAnswer answer, String list, ElementForm<T> form) {
        List<XmlElement> items = answer.root().items(list);
        try {
            if (items.size() > 1) {
                throw new UnfitAnswer("there are " + items.size() + " of one id");
            }
            return items.isEmpty() ? Optional.empty() : Optional.of(form.of(items.get(0)));
        } catch (UnfitAnswer e) {
            throw unfit(question, e);
        }
    }

    private QueryAnswer ask(Question question, String action, Map<String, String> parameters) {
        try {
            return calls.send(question, action, parameters);
        } catch (Refusal e) {
            throw e.failure(question);
        }
    }

    /**
     * Sends a deed, once.
     *
     * @throws Failure NATIVE_UNKNOWN where the answer was lost; any other kind where it is certain that it was not done
     */
    QueryAnswer act(Deed deed, String action, Map<String, String> parameters) {
        return actOn(deed, action, parameters, Set.of()).orElseThrow();
    }

    /** Sends a deed on something that may be gone; nothing where it is. */
    Optional<QueryAnswer> actOn(Deed deed, String action, Map<String, String> parameters, Set<String> missing) {
        try {
            return Optional.of(calls.send(deed, action, parameters));
        } catch (Refusal e) {
            if (missing.contains(e.code())) {
                return Optional.empty();
            }
            throw e.isCertain() ? e.failure(deed) : unknown(e.failure(deed));
        }
    }

    /** A call with DryRun is always refused: with this code where it would have been allowed. */
    void tryOut(Question question, String action, Map<String, String> parameters) {
        Map<String, String> dry = new TreeMap<>(parameters);
        dry.put(DRY_RUN, "true");
        try {
            calls.send(question, action, dry);
        } catch (Refusal e) {
            if (!e.code().equals(ALLOWED)) {
                throw e.failure(question);
            }
        }
    }

    String region() {
        return calls.region();
    }

    /** The address of a call, which who has it may send for an hour. */
    String presigned(String action, Map<String, String> parameters) {
        return calls.presigned(action, parameters);
    }

    /** Adds the tags that what is made has from its first instant. */
    static void tagSpecification(Map<String, String> parameters, String type, Map<String, String> tags) {
        if (tags.isEmpty()) {
            return;
        }
        parameters.put("TagSpecification.1.ResourceType", type);
        int number = 1;
        for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
            parameters.put("TagSpecification.1.Tag." + number + ".Key", tag.getKey());
            parameters.put("TagSpecification.1.Tag." + number + ".Value", tag.getValue());
            number++;
        }
    }

    static void filter(Map<String, String> parameters, int number, String name, List<String> values) {
        parameters.put("Filter." + number + ".Name", name);
        for (int i = 0; i < values.size(); i++) {
            parameters.put("Filter." + number + ".Value." + (i + 1), values.get(i));
        }
    }

    static Question question(String doing, String action, String resource) {
        return new Question(doing, failures(action, resource));
    }

    static CallFailures failures(String action, String resource) {
        return CallFailures.ofEc2("Allow " + action + " on " + resource + " to that role (docs/iam).");
    }

    static Failure unknown(Failure lost) {
        return new Failure(FailureKind.NATIVE_UNKNOWN, lost.getMessage(), lost.hint(), lost);
    }

    static Failure unfit(AwsCall call, UnfitAnswer e) {
        return new Failure(
                FailureKind.NATIVE_FAILED,
                call.doing() + " failed: the answer is not as EC2 gives it: " + e.getMessage(),
                "Check native.endpoint, and what stands between here and EC2.",
                e);
    }

    @Override
    public void close() {
        calls.close();
    }
}
