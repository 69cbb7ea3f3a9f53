package io.ghekeeper.key;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.PlainText;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Taupage's document about its instance: the value is the text at {@value #KEY}. Only that entry has to be right; of the
 * others the document may have some twice.
 */
record TaupageSource(Path file) implements KeySource {
    private static final String KEY = "kms_private_ssh_key";
    private static final Set<Tag> NO_TEXT = Set.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

    @Override
    public String read() {
        List<NodeTuple> entries = document(new FileSource(file).read()).getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(KEY))
                .toList();
        if (entries.isEmpty()) {
            throw missing("has no key " + KEY);
        }
        List<String> values = entries.stream()
                .map(entry -> text(entry.getValueNode()))
                .distinct()
                .toList();
        if (values.size() > 1) {
            String lines = entries.stream()
                    .map(entry -> String.valueOf(line(entry.getKeyNode())))
                    .collect(Collectors.joining(" and "));
            throw missing("has different values at " + KEY + ", in lines " + lines);
        }
        return values.get(0);
    }

    private String text(Node value) {
        if (value instanceof ScalarNode text && !NO_TEXT.contains(text.getTag())) {
            return text.getValue();
        }
        throw missing("line " + line(value) + " has no text at " + KEY);
    }

    /** The first document that is a map, as nodes: no entry but ours is made into anything. */
    private MappingNode document(String text) {
        try {
            return StreamSupport.stream(
                            new Compose(LoadSettings.builder()
                                            .setAllowNonScalarKeys(true)
                                            .build())
                                    .composeAllFromString(text)
                                    .spliterator(),
                            false)
                    .filter(MappingNode.class::isInstance)
                    .map(MappingNode.class::cast)
                    .findFirst()
                    .orElseThrow(() -> missing("is no map; where it holds the value itself, set key.source to file"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw missing("line " + line + " is no YAML: " + reason(e.getProblem()));
        } catch (ReaderException e) {
            long line = text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count()
                    + 1;
            throw missing("line " + line + " is no YAML: it has an unprintable character");
        } catch (YamlEngineException e) {
            // Its message cites the document, which may hold secrets.
            throw missing("is no YAML");
        }
    }

    /** The parser's words where they are about its own terms only: names and texts that it cites may be secrets. */
    private static String reason(String problem) {
        if (problem.contains("TAB")) {
            return "it is indented by a tab";
        }
        boolean cites = problem.matches("(?s).*(?:undefined alias|duplicate|tag handle|anchor|%|escape).*")
                || problem.length() > 100;
        return cites ? "its syntax is wrong" : PlainText.of(problem);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private Failure missing(String why) {
        return new Failure(
                FailureKind.KEY_MISSING,
                file + " " + why,
                "Put the value at " + KEY + " in the Senza definition's TaupageConfig, and deploy again.");
    }

    @Override
    public String place() {
        return KEY + " in " + file;
    }
}
