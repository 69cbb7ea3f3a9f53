package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.monitor.Json;
import io.ghekeeper.repository.ExportedRepository;
import io.ghekeeper.repository.FoundRepository;
import io.ghekeeper.repository.RepositoryExport.ExportResult;
import java.time.Instant;
import java.util.List;

/** Found and exported repositories as JSON: see {@code docs/schema/repository.json}. */
final class RepositoryJson {
    private RepositoryJson() {}

    static String found(Instant now, List<FoundRepository> found) {
        ObjectNode document = Json.document();
        Json.put(document, "at", now);
        Json.put(document, "repositories", found, RepositoryJson::found);
        return Json.write(document);
    }

    static String exported(Instant now, FoundRepository found, ExportResult result) {
        ObjectNode document = Json.document();
        Json.put(document, "at", now);
        found(found, document.putObject("repository"));
        exported(result.repository(), document.putObject("exported"));
        Json.put(document, "wiki", result.wiki(), RepositoryJson::exported);
        Json.put(document, "wikiLack", result.wikiLack());
        return Json.write(document);
    }

    private static void found(FoundRepository one, ObjectNode node) {
        node.put("snapshot", one.snapshot());
        Json.put(node, "from", one.from());
        node.put("id", one.place().id());
        Json.put(node, "network", one.place().network());
        Json.put(node, "name", one.name().map(Object::toString));
        node.put("path", one.place().path());
        node.put("bytes", one.bytes());
        Json.put(node, "modified", one.modified());
        node.put("wiki", one.wiki());
    }

    private static void exported(ExportedRepository one, ObjectNode node) {
        node.put("target", one.target().toString());
        node.put("bytes", one.bytes());
        node.put("refs", one.refs());
        Json.put(node, "problems", one.problems());
        Json.put(node, "leftOut", one.leftOut());
    }
}
