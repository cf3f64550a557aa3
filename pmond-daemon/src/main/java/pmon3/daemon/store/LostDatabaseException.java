package pmon3.daemon.store;

/** The database is damaged or gone: what it held has to come from somewhere else. */
public final class LostDatabaseException extends StoreException {
    private static final long serialVersionUID = 1L;

    public LostDatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
