package io.ghekeeper.lab;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The forms of EC2's questions and answers, for {@link Ec2Answers}. */
final class Ec2Documents {
    private static final int MOST_TAGS = 50;

    private Ec2Documents() {}

    static Map<String, String> tags(Map<String, String> parameters) throws FakeEbs.Refused {
        return tags(parameters, "TagSpecification.1.Tag.");
    }

    static Map<String, String> tags(Map<String, String> parameters, String prefix) throws FakeEbs.Refused {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 1; parameters.containsKey(prefix + i + ".Key"); i++) {
            String key = parameters.get(prefix + i + ".Key");
            String value = parameters.get(prefix + i + ".Value");
            if (key.isEmpty() || key.length() > 128 || key.startsWith("aws:") || value.length() > 256) {
                throw new FakeEbs.Refused("InvalidParameterValue", "Tag key or value is invalid: " + key);
            }
            tags.put(key, value);
        }
        if (tags.size() > MOST_TAGS) {
            throw new FakeEbs.Refused("TagLimitExceeded", "More than 50 tags.");
        }
        return tags;
    }

    static String snapshot(FakeEbs.Snapshot one) {
        return "<snapshotId>" + one.id + "</snapshotId><volumeId>" + one.volume + "</volumeId><status>" + one.state
                + "</status><startTime>" + one.started + "</startTime><progress>" + one.progress
                + "%</progress><ownerId>" + one.owner + "</ownerId><volumeSize>" + one.sizeGib
                + "</volumeSize><description>" + escaped(one.description) + "</description>" + tagSet(one.tags);
    }

    static String tagSet(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> "<item>" + tag(tag) + "</item>")
                .collect(Collectors.joining("", "<tagSet>", "</tagSet>"));
    }

    static String tag(Map.Entry<String, String> tag) {
        return "<key>" + escaped(tag.getKey()) + "</key><value>" + escaped(tag.getValue()) + "</value>";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replaceAll("[\\x00-\\x1f]", "");
    }

    static String document(String root, String content) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + root
                + " xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r-1</requestId>" + content + "</"
                + root
                + ">";
    }
}
