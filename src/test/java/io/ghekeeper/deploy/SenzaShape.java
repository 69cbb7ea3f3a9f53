package io.ghekeeper.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a node of a YAML document may look like; everything that is not said is a problem. */
sealed interface SenzaShape {
    SenzaShape TEXT = new Scalar(String.class);
    SenzaShape FLAG = new Scalar(Boolean.class);
    SenzaShape WHOLE = new Scalar(Integer.class);

    /** The problems of a node, each with its path. */
    List<String> problems(String path, Object node);

    record Scalar(Class<?> type) implements SenzaShape {
        @Override
        public List<String> problems(String path, Object node) {
            return type.isInstance(node) ? List.of() : List.of(path + " is no " + type.getSimpleName() + ": " + node);
        }
    }

    /** What others define, such as CloudFormation: looked at elsewhere, or not at all. */
    record Anything() implements SenzaShape {
        @Override
        public List<String> problems(String path, Object node) {
            return List.of();
        }
    }

    record ListOf(SenzaShape items) implements SenzaShape {
        @Override
        public List<String> problems(String path, Object node) {
            if (!(node instanceof List<?> list)) {
                return List.of(path + " is no list");
            }
            return list.stream()
                    .flatMap(item -> items.problems(path + "[]", item).stream())
                    .toList();
        }
    }

    /** Any names, each for the same. */
    record Named(SenzaShape values) implements SenzaShape {
        @Override
        public List<String> problems(String path, Object node) {
            if (!(node instanceof Map<?, ?> map)) {
                return List.of(path + " is no map");
            }
            return map.entrySet().stream()
                    .flatMap(entry -> values.problems(path + "." + entry.getKey(), entry.getValue()).stream())
                    .toList();
        }
    }

    /** These names and no others. */
    record Known(Map<String, SenzaShape> keys, Set<String> needed) implements SenzaShape {
        /** The same with more names, of which nothing is known but that they are. */
        Known and(String... names) {
            Map<String, SenzaShape> more = new LinkedHashMap<>(keys);
            Stream.of(names).forEach(name -> more.put(name, new Anything()));
            return new Known(more, needed);
        }

        @Override
        public List<String> problems(String path, Object node) {
            if (!(node instanceof Map<?, ?> map)) {
                return List.of(path + " is no map");
            }
            List<String> problems = new ArrayList<>();
            map.forEach((key, value) -> {
                SenzaShape shape = keys.get(String.valueOf(key));
                problems.addAll(
                        shape == null
                                ? List.of(path + "." + key + " is unknown")
                                : shape.problems(path + "." + key, value));
            });
            new TreeSet<>(needed)
                    .stream()
                            .filter(key -> !map.containsKey(key))
                            .forEach(key -> problems.add(path + "." + key + " is missing"));
            return problems;
        }
    }
}
