package pmon3.daemon.command;

import java.util.List;
import java.util.Optional;
import pmon3.daemon.config.ProcessConfig;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Redefinition;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/**
 * An entry of the process config, what it makes of the process, and the process of that name as it was when the file was
 * read.
 */
record ConfiguredProcess(ProcessConfig.Entry entry, Redefinition wanted, Optional<ManagedProcess> known) {
    static Optional<ManagedProcess> named(String name, List<ManagedProcess> fleet) {
        return fleet.stream().filter(process -> process.name().equals(name)).findFirst();
    }

    String name() {
        return entry.name();
    }

    int uid() {
        return wanted.owner().uid();
    }

    /** A process belongs to its user: not even the process config takes it away. */
    Optional<PmonException> conflict() {
        return known.filter(process -> process.owner().uid() != uid())
                .map(process -> new PmonException(
                        ErrorCode.FAILED,
                        name() + " of the process config runs as "
                                + wanted.definition().username() + ", but the process of that name belongs to "
                                + process.definition().username()
                                + ": not applied; delete that or name this differently"));
    }
}
