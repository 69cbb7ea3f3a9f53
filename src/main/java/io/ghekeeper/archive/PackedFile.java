package io.ghekeeper.archive;

import io.ghekeeper.pack.PackMember;
import java.util.List;

/**
 * A finished pack.
 *
 * @param object its file in the outbox
 * @param members what it holds, in the order of the input
 */
record PackedFile(ObjectFile object, List<PackMember> members) {
    PackedFile {
        members = List.copyOf(members);
    }
}
