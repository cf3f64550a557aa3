package pmon3.daemon.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Turns what SQLite and the file system say into one line: what failed, and what to do. */
final class StoreErrors {
    static final String NOT_A_DATABASE =
            "it is not an SQLite database; put the right one back, or move it away to start with an empty one";

    /** The low byte of SQLite's extended result codes. */
    private static final int PRIMARY_CODE = 0xff;

    private StoreErrors() {}

    /** @param doing such as {@code cannot read} */
    static StoreException of(String doing, Path database, SQLException cause) {
        SQLiteErrorCode code = primaryCode(cause);
        String line = doing + " " + database + ": " + explanation(code, cause);
        return switch (code) {
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG -> new RefusedChangeException(line, cause);
            case SQLITE_CORRUPT, SQLITE_NOTADB -> new LostDatabaseException(line, cause);
            default -> new StoreException(line, cause);
        };
    }

    /** @param line what is wrong with the database's content and what to do */
    static LostDatabaseException lost(String line) {
        return new LostDatabaseException(line, null);
    }

    static StoreException of(String doing, Path path, String advice, IOException cause) {
        return new StoreException(doing + " " + path + ": " + reason(cause) + "; " + advice, cause);
    }

    static StoreException of(String line) {
        return new StoreException(line, null);
    }

    /** A file ended where SQLite knew of more; a disk that fails says otherwise. */
    static boolean isShortRead(SQLException cause) {
        return cause instanceof SQLiteException sqlite
                && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ;
    }

    private static SQLiteErrorCode primaryCode(SQLException cause) {
        return cause instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY_CODE)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    private static String explanation(SQLiteErrorCode code, SQLException cause) {
        return switch (code) {
            case SQLITE_FULL -> "no space is left on its disk (or a quota is used up); free some space";
            case SQLITE_BUSY, SQLITE_LOCKED -> "another program holds it locked; find it with fuser and end it";
            case SQLITE_READONLY, SQLITE_PERM ->
                "it is read-only; check the mount, the owner and the mode of it and its directory";
            case SQLITE_CORRUPT -> damaged(oneLine(cause));
            case SQLITE_NOTADB -> NOT_A_DATABASE;
            case SQLITE_CANTOPEN ->
                "it or a file beside it cannot be opened; check the owner and the mode of its"
                        + " directory and that space is left (" + oneLine(cause) + ")";
            case SQLITE_IOERR ->
                "reading or writing its disk failed; check free space and the kernel's log (" + oneLine(cause) + ")";
            case SQLITE_CONSTRAINT -> "the name or id belongs to another row (" + oneLine(cause) + ")";
            default -> "SQLite says: " + oneLine(cause);
        };
    }

    static String damaged(String detail) {
        return "it is damaged (" + detail
                + "); put a backup back, or move it and its -wal away to start with an empty one";
    }

    private static String oneLine(SQLException cause) {
        String said = cause.getCause() == null ? cause.getMessage() : cause.getMessage() + ": " + cause.getCause();
        return oneLine(String.valueOf(said));
    }

    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException file && file.getReason() != null) {
            return oneLine(file.getReason());
        }
        return oneLine(cause.toString());
    }
}
