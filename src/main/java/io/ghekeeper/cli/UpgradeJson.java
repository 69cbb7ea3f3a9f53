package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ghekeeper.monitor.Json;
import io.ghekeeper.release.FeatureRelease;
import io.ghekeeper.release.Release;
import io.ghekeeper.release.Support;
import io.ghekeeper.release.Upgrade;
import java.time.LocalDate;
import java.util.List;

/** What an upgrade would mean, as the document that {@code docs/schema/upgrade.json} describes. */
final class UpgradeJson {
    private UpgradeJson() {}

    static String write(String host, Upgrade upgrade, String source) {
        ObjectNode root = Json.document();
        root.put("host", host);
        root.put("from", upgrade.from().text());
        root.put("fromSource", source);
        root.put("to", upgrade.to().toString());
        Json.put(root, "path", texts(upgrade.path()));
        support(upgrade, upgrade.from().featureRelease(), root.putObject("supportNow"));
        support(upgrade, upgrade.to(), root.putObject("supportAfter"));
        ObjectNode engine = root.putObject("engine");
        Json.put(engine, "version", upgrade.engine().map(Release::text));
        engine.put("servesNow", upgrade.servesNow().orElse(null));
        engine.put("servesAfter", upgrade.servesAfter().orElse(null));
        Json.put(engine, "anyServesAfter", upgrade.served());
        ObjectNode snapshots = root.putObject("snapshots");
        snapshots.put("complete", upgrade.snapshots().size());
        snapshots.put("direct", upgrade.direct());
        Json.put(snapshots, "notDirect", upgrade.stranded(), (stranded, node) -> {
            node.put("release", stranded.of().toString());
            Json.put(node, "snapshots", stranded.ids());
            node.put("restoreOnto", stranded.onto().toString());
            Json.put(node, "thenUpgrade", texts(stranded.then()));
        });
        Json.put(snapshots, "notAtAll", upgrade.undecided());
        Json.put(root, "lastGood", upgrade.lastGood(), (good, node) -> {
            node.put("snapshot", good.id());
            Json.put(node, "provenBy", good.provenBy());
        });
        ObjectNode table = root.putObject("table");
        table.put("date", upgrade.table().date().toString());
        table.put("ageDays", upgrade.table().ageInDays(upgrade.today()));
        table.put("source", upgrade.table().source());
        Json.put(root, "before", List.of(UpgradeText.takeOf(host)));
        Json.put(root, "objections", upgrade.objections());
        return Json.write(root);
    }

    private static void support(Upgrade upgrade, FeatureRelease release, ObjectNode node) {
        Support support = upgrade.table().support(release, upgrade.today());
        Json.put(node, "state", support.state());
        Json.put(node, "ends", support.ends().map(LocalDate::toString));
    }

    private static List<String> texts(List<FeatureRelease> releases) {
        return releases.stream().map(FeatureRelease::toString).toList();
    }
}
