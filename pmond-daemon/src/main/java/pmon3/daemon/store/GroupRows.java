package pmon3.daemon.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import pmon3.daemon.store.Cells.UnusableRowException;

/**
 * Table {@code groups}, with the owners from {@code pmon3_groups}. The Go program marks a group as deleted and keeps its
 * row, and with it the name, which is unique.
 */
final class GroupRows {
    private record Times(String createdAt, String updatedAt) {}

    private record Owner(String name, String createdAt, int uid) {}

    private final Database database;
    private final Set<Long> unusable = new HashSet<>();

    GroupRows(Database database) {
        this.database = database;
    }

    List<StoredGroup> read(List<String> warnings) throws SQLException {
        unusable.clear();
        Map<Long, Owner> owners = owners();
        Set<Object> seen = new HashSet<>();
        List<StoredGroup> found = new ArrayList<>();
        database.query("SELECT * FROM `groups` WHERE `deleted_at` IS NULL ORDER BY `id`", row -> {
            try {
                return found.add(group(row, owners, seen, warnings));
            } catch (UnusableRowException e) {
                warnings.add(
                        e.getMessage() + "; the row is left out and left as it is: correct or delete it with sqlite3");
                return unusable.add(row.getLong("id"));
            }
        });
        return found;
    }

    private Map<Long, Owner> owners() throws SQLException {
        Map<Long, Owner> owners = new HashMap<>();
        database.query(
                "SELECT group_id, name, created_at, owner_uid FROM pmon3_groups",
                row -> owners.put(row.getLong(1), new Owner(row.getString(2), row.getString(3), (int) row.getLong(4))));
        return owners;
    }

    private static StoredGroup group(ResultSet row, Map<Long, Owner> owners, Set<Object> seen, List<String> warnings)
            throws SQLException, UnusableRowException {
        Cells cells = new Cells(row, "groups", "id");
        long id = cells.number("id", 1, Long.MAX_VALUE);
        String name = cells.name("name");
        cells.require(seen.add(id) && seen.add(name), "its id or name is also another row's");
        String createdAt = cells.rawText("created_at");
        int ownerUid = Optional.ofNullable(owners.get(id))
                .filter(owner -> Objects.equals(owner.name(), name) && GoTime.same(owner.createdAt(), createdAt))
                .map(Owner::uid)
                .orElse(0);
        return new StoredGroup(
                id, name, cells.time("created_at", warnings), cells.time("updated_at", warnings), ownerUid);
    }

    void put(StoredGroup group) throws SQLException {
        requireUsable(group.id());
        removeDeletedNamesakes(group);
        Optional<Times> stored = database.first(
                "SELECT `created_at`, `updated_at` FROM `groups` WHERE `id` = ?",
                row -> new Times(row.getString(1), row.getString(2)),
                group.id());
        String createdAt = stored.isPresent()
                ? GoTime.keep(stored.get().createdAt(), group.createdAt())
                : GoTime.write(group.createdAt());
        String updatedAt = stored.isPresent()
                ? GoTime.keep(stored.get().updatedAt(), group.updatedAt())
                : GoTime.write(group.updatedAt());
        database.update(
                stored.isPresent()
                        ? "UPDATE `groups` SET `created_at` = ?, `updated_at` = ?, `deleted_at` = NULL, `name` = ?"
                                + " WHERE `id` = ?"
                        : "INSERT INTO `groups` (`created_at`, `updated_at`, `name`, `id`) VALUES (?, ?, ?, ?)",
                createdAt,
                updatedAt,
                group.name(),
                group.id());
        putOwner(group, createdAt);
    }

    /** A deleted group's row would keep the name from being used again. */
    private void removeDeletedNamesakes(StoredGroup group) throws SQLException {
        List<Long> namesakes = database.query(
                "SELECT `id` FROM `groups` WHERE `name` = ? AND `id` <> ? AND `deleted_at` IS NOT NULL",
                row -> row.getLong(1),
                group.name(),
                group.id());
        for (long id : namesakes) {
            removeTraces(id);
            database.update("DELETE FROM `groups` WHERE `id` = ?", id);
        }
    }

    private void putOwner(StoredGroup group, String createdAt) throws SQLException {
        database.update(
                "INSERT INTO pmon3_groups (group_id, name, created_at, owner_uid) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (group_id) DO UPDATE SET name = excluded.name,"
                        + " created_at = excluded.created_at, owner_uid = excluded.owner_uid",
                group.id(),
                group.name(),
                createdAt,
                Integer.toUnsignedLong(group.ownerUid()));
    }

    void remove(long id, Instant now) throws SQLException {
        requireUsable(id);
        removeTraces(id);
        database.update(
                "UPDATE `groups` SET `deleted_at` = ? WHERE `id` = ? AND `deleted_at` IS NULL", GoTime.write(now), id);
    }

    private void removeTraces(long id) throws SQLException {
        database.update("DELETE FROM `process_groups` WHERE `group_id` = ?", id);
        database.update("DELETE FROM pmon3_groups WHERE group_id = ?", id);
    }

    /** @return whether there is such a group, and it is not deleted */
    boolean contains(long id) throws SQLException {
        return database.first("SELECT 1 FROM `groups` WHERE `id` = ? AND `deleted_at` IS NULL", row -> true, id)
                .isPresent();
    }

    private void requireUsable(long id) {
        if (unusable.contains(id)) {
            throw new RefusedChangeException(
                    "cannot store group " + id + ": its row in " + database.file()
                            + " was not understood and is left as it is; correct or delete it with sqlite3",
                    null);
        }
    }
}
