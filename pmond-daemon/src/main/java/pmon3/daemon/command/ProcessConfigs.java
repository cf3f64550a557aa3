package pmon3.daemon.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Settings;
import pmon3.daemon.config.ProcessConfig;
import pmon3.daemon.config.ProcessConfigFile;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.daemon.supervise.Fleet;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Redefinition;
import pmon3.daemon.supervise.Settlement;
import pmon3.daemon.supervise.Supervisor;
import pmon3.model.DefinitionChange;
import pmon3.model.DependencyOrder;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;

/** The process config as definitions: read when it is asked for, with pmond's rights, by a thread that may wait. */
public final class ProcessConfigs {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.config");

    private final int ownUid;
    private final Definitions definitions;

    /** @param ownUid pmond's: entries without a user run as it */
    public ProcessConfigs(int ownUid, UserDirectory users) {
        this.ownUid = ownUid;
        this.definitions = new Definitions(users);
    }

    /** @throws PmonException BAD_CONFIGURATION if the file as a whole is refused, unreadable or unparsable */
    ProcessConfig read(Settings settings, Collection<ManagedProcess> fleet) {
        List<String> names = fleet.stream().map(ManagedProcess::name).toList();
        return ProcessConfigFile.read(Path.of(settings.processConfigFile()), ownUid == 0, names);
    }

    Redefinition definition(ProcessConfig.Entry entry, Settings settings) {
        Account user = entry.user().map(definitions::account).orElseGet(() -> definitions.account(ownUid));
        DefinitionChange change = new DefinitionChange(
                Optional.of(entry.args()),
                Optional.of(entry.envVars()),
                Optional.of(user.name()),
                Optional.of(entry.log()).filter(log -> !log.isEmpty()),
                Optional.of(entry.logDir()).filter(dir -> !dir.isEmpty()),
                Optional.of(entry.noAutoRestart()),
                Optional.of(entry.dependencies()),
                Optional.empty());
        return definitions.fresh(
                entry.name(), entry.file(), change, user, settings.logs().directory());
    }

    /** Starts an entry that no process has the name of; empty if there is no such entry. */
    Optional<Settlement> start(Context context, String name) {
        List<ManagedProcess> fleet = context.fleet();
        Optional<ProcessConfig.Entry> entry = read(context.settings(), fleet).entries().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
        return entry.map(found -> {
            Redefinition wanted = definition(found, context.settings());
            context.authority()
                    .requireRunAs(wanted.definition().username(), wanted.owner().uid());
            Definitions.requireSound(wanted.definition(), 0, fleet);
            return context.supervisor().call(now -> create(now, wanted, found.groups()));
        });
    }

    /** @throws PmonException BAD_CONFIGURATION if pmond cannot start with this file; to be asked before anything runs */
    public void requireReadable(Settings settings) {
        read(settings, List.of());
    }

    /** New entries, when pmond starts: in the order of their dependencies; one that is wrong is left out and logged. */
    public void startNew(Supervisor supervisor, Settings settings) {
        List<ManagedProcess> fleet = supervisor.call(Fleet::all);
        ProcessConfig config = read(settings, fleet);
        config.warnings().forEach(LOG::warn);
        config.problems().forEach(problem -> LOG.error("{}; left out", problem.text()));
        for (ProcessConfig.Entry entry : inOrder(config.entries())) {
            boolean known = fleet.stream().anyMatch(process -> process.name().equals(entry.name()));
            if (!known) {
                startNew(supervisor, settings, entry);
            }
        }
    }

    private void startNew(Supervisor supervisor, Settings settings, ProcessConfig.Entry entry) {
        try {
            Redefinition wanted = definition(entry, settings);
            supervisor.call(fleet -> create(fleet, wanted, entry.groups()));
        } catch (PmonException refused) {
            LOG.error("{} of the process config is left out: {}", entry.name(), refused.getMessage());
        }
    }

    Settlement create(Fleet fleet, Redefinition wanted, List<String> groups) {
        if (fleet.byName(wanted.definition().name()).isPresent()) {
            throw new PmonException(ErrorCode.FAILED, wanted.definition().name() + " was created meanwhile; try again");
        }
        Settlement settlement = fleet.createKept(wanted.definition(), wanted.owner());
        if (!groups.isEmpty()) {
            fleet.join(settlement.processId(), groups, wanted.owner().uid());
        }
        return settlement;
    }

    static List<ProcessConfig.Entry> inOrder(List<ProcessConfig.Entry> entries) {
        Map<String, ProcessConfig.Entry> byName = new HashMap<>();
        entries.forEach(entry -> byName.put(entry.name(), entry));
        List<ProcessConfig.Entry> ordered = new ArrayList<>();
        DependencyOrder.startOrder(
                        entries.stream().map(ProcessConfig.Entry::node).toList())
                .all()
                .forEach(node -> ordered.add(byName.get(node.name())));
        return ordered;
    }
}
