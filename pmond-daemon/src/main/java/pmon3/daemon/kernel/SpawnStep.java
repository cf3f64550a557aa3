package pmon3.daemon.kernel;

/** The steps of {@code pmon3-spawn.c} that can fail, by the numbers it sends, and the words for their failures. */
enum SpawnStep {
    ORDERS(10),
    LIMIT(20),
    OOM_SCORE(21),
    KEYRING(22),
    GROUPS(30),
    GID(31),
    UID(32),
    RIGHTS_KEPT(33),
    FOREIGN_UID(34),
    DIRECTORY(40),
    LOG(41),
    LOG_KIND(42),
    PROGRAM(50),
    PROGRAM_KIND(51),
    DESCRIPTORS(52),
    EXECUTE(60);

    private final int number;

    SpawnStep(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** One line for people: what failed, and why. */
    static String describe(int number, int errno, SpawnOrder order) {
        for (SpawnStep step : values()) {
            if (step.number == number) {
                return step.describe(errno, order);
            }
        }
        return "spawn helper: unknown failure " + number + ", " + Errno.text(errno);
    }

    private String describe(int errno, SpawnOrder order) {
        String cause = Errno.text(errno);
        return switch (this) {
            case ORDERS -> "spawn helper: orders refused, " + cause;
            case LIMIT -> "cannot set resource limits: " + cause;
            case OOM_SCORE -> "cannot set oom_score_adj: " + cause;
            case KEYRING -> "cannot leave the keyring: " + cause;
            case GROUPS ->
                "cannot take the groups of uid " + order.credentials().uid() + ": " + cause;
            case GID -> "cannot become gid " + order.credentials().gid() + ": " + cause;
            case UID -> "cannot become uid " + order.credentials().uid() + ": " + cause;
            case RIGHTS_KEPT -> "root could not be given up: " + cause;
            case FOREIGN_UID -> "cannot become uid " + order.credentials().uid() + " without root";
            case DIRECTORY -> directorySubject(errno, order) + ": " + cause;
            case LOG -> logPath(order) + ": " + cause;
            case LOG_KIND -> logPath(order) + ": is not a regular file";
            case PROGRAM -> order.file() + ": " + programCause(errno);
            case PROGRAM_KIND -> order.file() + ": is not a regular file";
            case DESCRIPTORS -> "spawn helper: descriptors, " + cause;
            case EXECUTE -> order.file() + ": " + executionCause(errno);
        };
    }

    /** Where the program's own folder is missing, the program is what people asked for. */
    private static String directorySubject(int errno, SpawnOrder order) {
        boolean programIsMissing = errno == Errno.ENOENT && order.file().startsWith(order.directory() + "/");
        return programIsMissing ? order.file() : order.directory();
    }

    private static String programCause(int errno) {
        return Errno.text(errno) + (errno == Errno.EACCES ? ": its user may not execute it" : "");
    }

    /** The file itself was there a moment ago: what execve(2) misses is the interpreter named in it. */
    private static String executionCause(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> "the interpreter named in it does not exist";
            case Errno.EAGAIN -> "its user may not have more processes";
            case Errno.ENOEXEC ->
                Errno.text(errno) + ": no program, and no script that begins with #! and an interpreter";
            default -> programCause(errno);
        };
    }

    private static String logPath(SpawnOrder order) {
        if (order.log() instanceof LogTarget.Own own) {
            return own.directory() + "/" + own.fileName();
        }
        return order.log() instanceof LogTarget.Chosen chosen ? chosen.path() : "its output";
    }
}
