package io.ghekeeper.deploy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** A policy of docs/iam, as strictly as IAM reads it and then some. */
record IamPolicy(JsonNode document) {
    /** Actions that IAM does not narrow to a resource. */
    private static final Set<String> NO_RESOURCE = Set.of(
            "ec2:DescribeTags",
            "ec2:DescribeInstances",
            "ec2:DescribeVolumes",
            "ec2:DescribeSnapshots",
            "ec2:DescribeLockedSnapshots",
            "ec2:DescribeImages");

    private static final Set<String> FIELDS = Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");

    private static final String ACTION = "[a-z0-9]+:[A-Z][A-Za-z0-9]+";
    private static final String ARN = "arn:aws:[a-z0-9]+:[a-z0-9-]*:[0-9]*:.+";

    static IamPolicy named(String file) {
        try {
            return of(Files.readString(Path.of("docs/iam", file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IamPolicy of(String text) {
        try {
            ObjectMapper strict = JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
            return new IamPolicy(strict.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> statements() {
        List<JsonNode> statements = new ArrayList<>();
        document.path("Statement").forEach(statements::add);
        return statements;
    }

    List<String> sids() {
        return statements().stream()
                .map(statement -> statement.path("Sid").asText())
                .toList();
    }

    List<String> actions() {
        return statements().stream()
                .map(statement -> statement.path("Action").asText())
                .toList();
    }

    /** What IAM would refuse, and what gives away more than is asked for. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        names(document).stream()
                .filter(name -> !Set.of("Version", "Statement").contains(name))
                .forEach(name -> problems.add(name + " is unknown"));
        if (!document.path("Version").asText().equals("2012-10-17")) {
            problems.add("Version is " + document.path("Version"));
        }
        if (statements().isEmpty() || Set.copyOf(sids()).size() < statements().size()) {
            problems.add("Sids are missing or twice there: " + sids());
        }
        statements().forEach(statement -> problems.addAll(problems(statement)));
        return problems;
    }

    private static List<String> problems(JsonNode statement) {
        String sid = statement.path("Sid").asText();
        List<String> problems = new ArrayList<>();
        names(statement).stream()
                .filter(name -> !FIELDS.contains(name))
                .forEach(name -> problems.add(sid + ": " + name + " is unknown"));
        if (!sid.matches("[A-Za-z0-9]+") || !statement.path("Effect").asText().equals("Allow")) {
            problems.add(sid + ": no good Sid, or an Effect other than Allow");
        }
        String action = statement.path("Action").asText();
        if (!action.matches(ACTION)) {
            problems.add(sid + ": " + statement.path("Action") + " is not one action");
        }
        String resource = statement.path("Resource").asText();
        boolean trust = statement.has("Principal") && !statement.has("Resource");
        if (!trust && !(resource.equals("*") ? NO_RESOURCE.contains(action) : resource.matches(ARN))) {
            problems.add(sid + ": the resource " + statement.path("Resource") + " is too wide or no ARN");
        }
        // Who may not be narrowed by a resource is narrowed by a condition; an object of S3 is one by its name.
        if (!statement.has("Condition") && !action.startsWith("s3:")) {
            problems.add(sid + ": no condition");
        }
        statement.path("Condition").properties().forEach(condition -> {
            boolean ofTagNames = condition.getKey().equals("ForAllValues:StringEquals")
                    && condition.getValue().has("aws:TagKeys")
                    && statement.at("/Condition/StringEquals").size() > 0;
            if (!condition.getKey().equals("StringEquals") && !ofTagNames) {
                problems.add(sid + ": " + condition.getKey() + " is no exact condition");
            }
            condition.getValue().properties().forEach(test -> {
                if (test.getValue().asText().isEmpty()
                        || test.getValue().asText().contains("*")) {
                    problems.add(sid + ": " + test.getKey() + " is not held to one value");
                }
            });
        });
        return problems;
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        for (Iterator<String> each = node.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }
}
