package io.ghekeeper.notify;

import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A message to people. Whatever it was made of, no text in it holds control characters, and all of it is some thousands of
 * characters at most.
 *
 * @param state of the topic, in a word
 * @param subject what a person must know when nothing more is read
 * @param sentences what happened, since when, and what to do
 * @param appliance that is backed up
 * @param run that it is about
 */
public record Notification(
        Topic topic,
        String state,
        String subject,
        List<String> sentences,
        String appliance,
        Optional<String> run,
        Instant at) {
    private static final int LONGEST_SUBJECT = 150;
    private static final int LONGEST_SENTENCE = 600;
    private static final int MOST_SENTENCES = 12;
    private static final int LONGEST_NAME = 300;

    public Notification {
        Objects.requireNonNull(topic);
        Objects.requireNonNull(state);
        subject = bounded(subject, LONGEST_SUBJECT);
        sentences = sentences.stream()
                .limit(MOST_SENTENCES)
                .map(sentence -> bounded(sentence, LONGEST_SENTENCE))
                .toList();
        appliance = bounded(appliance, LONGEST_NAME);
        run = run.map(id -> bounded(id, LONGEST_NAME));
        Objects.requireNonNull(at);
    }

    /** What is read below the subject. It names the appliance where nothing else does. */
    String text() {
        String text = String.join("\n", sentences);
        return (subject + text).contains(appliance) ? text : text + "\nThe appliance is " + appliance + ".";
    }

    /** A receiver that never got bad news needs no message about a good state. */
    boolean isGood() {
        return state.equals("fine") || state.equals("fresh");
    }

    /** On one line, and cut where it is longer. */
    static String bounded(String text, int most) {
        String plain = PlainText.of(text);
        return plain.codePointCount(0, plain.length()) <= most
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, most - 3)) + "...";
    }
}
