package io.ghekeeper.archive;

import io.ghekeeper.archive.CompactPlan.LeftOutSnapshot;
import io.ghekeeper.archive.KeptRoots.KeptRoot;
import io.ghekeeper.seal.SealedContent;
import java.util.Optional;

/**
 * A snapshot that the store keeps.
 *
 * @param content where it is whole on the volume
 * @param tree where it is read out of the store; nothing where it is on the volume, or cannot be read
 * @param leftOut why its packs stay; nothing where they may be rewritten
 */
record CompactedSnapshot(
        KeptRoot root,
        Optional<SealedContent> content,
        Optional<ArchivedTree> tree,
        Optional<LeftOutSnapshot> leftOut) {
    String id() {
        return root.snapshot();
    }

    CompactedSnapshot without(LeftOutSnapshot reason) {
        return new CompactedSnapshot(root, content, tree, Optional.of(reason));
    }
}
