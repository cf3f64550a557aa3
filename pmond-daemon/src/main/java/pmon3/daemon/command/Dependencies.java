package pmon3.daemon.command;

import java.util.List;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** Ordinary users' processes depend on their own only: a dependant delays what it depends on when that stops. */
final class Dependencies {
    private Dependencies() {}

    static void authorize(Context context, ProcessDefinition definition, List<ManagedProcess> fleet) {
        for (ManagedProcess process : fleet) {
            boolean strange = definition.dependencies().contains(process.name())
                    && !context.may(Deed.DEPEND).test(process);
            if (strange) {
                throw new PmonException(
                        ErrorCode.NOT_PERMITTED,
                        definition.name() + " may not depend on " + process.name() + ", which belongs to "
                                + process.definition().username());
            }
        }
    }
}
