package pmon3.daemon.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.BadConfiguration;
import pmon3.config.Settings;
import pmon3.daemon.config.ProcessConfig;
import pmon3.daemon.config.ProcessConfigFile;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.daemon.store.StoredGroup;
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

    /** So many are created in one turn of the supervisor's and stored in one commit, and the first of them start early. */
    private static final int AT_ONCE = 50;

    private final int ownUid;
    private final boolean rootOnly;
    private final Definitions definitions;

    /** @param ownUid pmond's: entries without a user run as it, and groups that the file makes are its */
    public ProcessConfigs(int ownUid, UserDirectory users) {
        this(ownUid, ownUid == 0, users);
    }

    /** @param rootOnly whether a file that others than root can write is refused */
    ProcessConfigs(int ownUid, boolean rootOnly, UserDirectory users) {
        this.ownUid = ownUid;
        this.rootOnly = rootOnly;
        this.definitions = new Definitions(users);
    }

    /** @throws PmonException BAD_CONFIGURATION if the file as a whole is refused, unreadable or unparsable */
    private ProcessConfig read(Supervisor supervisor, Settings settings) {
        ProcessConfigFile.Known known = supervisor.call(ProcessConfigs::known);
        return ProcessConfigFile.read(Path.of(settings.processConfigFile()), rootOnly, known);
    }

    private static ProcessConfigFile.Known known(Fleet fleet) {
        List<StoredGroup> groups = fleet.groups().all();
        return new ProcessConfigFile.Known(
                fleet.all().stream().map(ManagedProcess::name).collect(Collectors.toSet()),
                groups.stream().map(StoredGroup::id).collect(Collectors.toSet()),
                groups.stream().map(StoredGroup::name).collect(Collectors.toSet()));
    }

    /**
     * For a command that acts on the whole file or not at all; what keys are ignored is told.
     *
     * @throws PmonException BAD_CONFIGURATION naming a mistake, in the file or of it and the fleet together; the other
     *     mistakes are told
     */
    ProcessConfig readWhole(Context context, List<ManagedProcess> fleet) {
        boolean ordinary = context.authority().rank() == Authority.Rank.ORDINARY;
        try {
            ProcessConfig config = read(context.supervisor(), context.settings());
            List<PmonException> mistakes =
                    config.problems().stream().map(ProcessConfigs::exception).toList();
            context.answer().refuse(ordinary && !mistakes.isEmpty() ? mistakes.subList(0, 1) : mistakes);
            requireNoCycle(config, fleet);
            if (!ordinary) {
                config.warnings().forEach(context.answer()::notice);
            }
            return config;
        } catch (PmonException refused) {
            throw forCaller(context, refused);
        }
    }

    private static PmonException exception(ProcessConfig.Problem problem) {
        return new PmonException(ErrorCode.BAD_CONFIGURATION, problem.text());
    }

    /** A mistake may quote env-vars, which are not for everybody. */
    private static PmonException forCaller(Context context, PmonException refused) {
        boolean isMistake = refused.code() == ErrorCode.BAD_CONFIGURATION;
        if (context.authority().rank() != Authority.Rank.ORDINARY || !isMistake) {
            return refused;
        }
        LOG.error("the process config is refused: {}", refused.getMessage());
        return new PmonException(
                ErrorCode.BAD_CONFIGURATION, "the process config has a mistake; pmond's log says which", refused);
    }

    /** The file and the database together: a cycle refuses the file. */
    private static void requireNoCycle(ProcessConfig config, List<ManagedProcess> fleet) {
        Map<String, DependencyOrder.Node> nodes = new HashMap<>();
        fleet.forEach(process -> nodes.put(process.name(), process.node()));
        List<Set<String>> before = DependencyOrder.cycles(List.copyOf(nodes.values()));
        config.entries().forEach(entry -> nodes.put(entry.name(), entry.node()));
        for (Set<String> cycle : DependencyOrder.cycles(List.copyOf(nodes.values()))) {
            if (!before.contains(cycle)) {
                throw new PmonException(
                        ErrorCode.BAD_CONFIGURATION,
                        "the process config and the database together have a circle of dependencies: "
                                + String.join(", ", cycle));
            }
        }
    }

    /**
     * All entries as definitions, in the order of their dependencies.
     *
     * @throws PmonException BAD_CONFIGURATION if one of them cannot be one, because its user does not exist; the others of
     *     which that is true are told
     */
    List<ConfiguredProcess> configured(Context context, ProcessConfig config, List<ManagedProcess> fleet) {
        List<ConfiguredProcess> configured = new ArrayList<>();
        List<PmonException> mistakes = new ArrayList<>();
        for (ProcessConfig.Entry entry : inOrder(config.entries())) {
            try {
                configured.add(configured(entry, fleet, context.settings()));
            } catch (PmonException mistake) {
                mistakes.add(mistake);
            }
        }
        context.answer().refuse(mistakes);
        return configured;
    }

    private ConfiguredProcess configured(ProcessConfig.Entry entry, List<ManagedProcess> fleet, Settings settings) {
        try {
            return new ConfiguredProcess(
                    entry, definition(entry, settings), ConfiguredProcess.named(entry.name(), fleet));
        } catch (PmonException mistake) {
            throw new PmonException(
                    ErrorCode.BAD_CONFIGURATION,
                    BadConfiguration.place(settings.processConfigFile(), entry.line()) + ": " + entry.name() + ": "
                            + mistake.getMessage(),
                    mistake);
        }
    }

    private Redefinition definition(ProcessConfig.Entry entry, Settings settings) {
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
        return definitions.whole(
                entry.name(), entry.file(), change, user, settings.logs().directory());
    }

    /**
     * For a command that starts entries one by one, and is refused for those alone that have a mistake.
     *
     * @throws PmonException BAD_CONFIGURATION if the file as a whole is refused
     */
    ProcessConfig readFor(Context context) {
        try {
            return read(context.supervisor(), context.settings());
        } catch (PmonException refused) {
            throw forCaller(context, refused);
        }
    }

    /** Starts an entry that no process has the name of; empty if there is no such entry. */
    Optional<Settlement> start(Context context, ProcessConfig config, String name) {
        try {
            requireNoProblem(config, name);
        } catch (PmonException refused) {
            throw forCaller(context, refused);
        }
        Optional<ProcessConfig.Entry> entry = config.entries().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
        return entry.map(found -> {
            List<ManagedProcess> fleet = context.fleet();
            ConfiguredProcess process = configured(found, fleet, context.settings());
            context.authority().requireRunAs(process.wanted().definition().username(), process.uid());
            Definitions.requireSound(process.wanted().definition(), 0, fleet);
            return context.supervisor()
                    .call(now -> create(now, process))
                    .orElseThrow(() -> new PmonException(ErrorCode.FAILED, name + " was created meanwhile; try again"));
        });
    }

    /** @throws PmonException BAD_CONFIGURATION if pmond cannot start with this file; to be asked before anything runs */
    public void requireReadable(Settings settings) {
        ProcessConfigFile.read(Path.of(settings.processConfigFile()), rootOnly, ProcessConfigFile.Known.NOTHING);
    }

    private static void requireNoProblem(ProcessConfig config, String name) {
        for (ProcessConfig.Problem problem : config.problems()) {
            if (problem.process().equals(name)) {
                throw exception(problem);
            }
        }
    }

    /** New entries, when pmond starts: one that is wrong, and what depends on it, is left out and logged. */
    public void startNew(Supervisor supervisor, Settings settings) {
        List<ManagedProcess> fleet = supervisor.call(Fleet::all);
        ProcessConfig config = read(supervisor, settings);
        config.warnings().forEach(LOG::warn);
        config.problems().forEach(problem -> LOG.error("{}; left out", problem.text()));
        Set<String> leftOut = new HashSet<>();
        List<ConfiguredProcess> wanted = new ArrayList<>();
        for (ProcessConfig.Entry entry : inOrder(config.entries())) {
            Optional<ConfiguredProcess> process = sound(entry, leftOut, fleet, settings);
            if (process.isEmpty()) {
                leftOut.add(entry.name());
            } else if (process.get().known().isEmpty()) {
                wanted.add(process.get());
            } else {
                process.get().conflict().ifPresent(conflict -> LOG.error(conflict.getMessage()));
            }
            if (wanted.size() == AT_ONCE) {
                create(supervisor, wanted);
            }
        }
        create(supervisor, wanted);
    }

    private void create(Supervisor supervisor, List<ConfiguredProcess> wanted) {
        List<ConfiguredProcess> some = List.copyOf(wanted);
        wanted.clear();
        supervisor.call(now -> {
            some.forEach(process -> create(now, process));
            return some.size();
        });
    }

    private Optional<ConfiguredProcess> sound(
            ProcessConfig.Entry entry, Set<String> leftOut, List<ManagedProcess> fleet, Settings settings) {
        for (String dependency : entry.dependencies()) {
            if (leftOut.contains(dependency)) {
                LOG.error("{} of the process config depends on {}; left out", entry.name(), dependency);
                return Optional.empty();
            }
        }
        try {
            return Optional.of(configured(entry, fleet, settings));
        } catch (PmonException mistake) {
            LOG.error("{}; left out", mistake.getMessage());
            return Optional.empty();
        }
    }

    /** Runs on the supervisor thread; empty if there is a process of that name by now. */
    Optional<Settlement> create(Fleet fleet, ConfiguredProcess process) {
        if (fleet.byName(process.name()).isPresent()) {
            return Optional.empty();
        }
        fleet.groups().requireIds(process.entry().groups());
        Redefinition wanted = process.wanted();
        Settlement settlement = fleet.createKept(wanted.definition(), wanted.owner());
        if (!process.entry().groups().isEmpty()) {
            fleet.join(settlement.processId(), process.entry().groups(), ownUid);
        }
        return Optional.of(settlement);
    }

    /**
     * Runs on the supervisor thread. An entry that names groups says all that its process is in; one that names none says
     * nothing about them.
     */
    Optional<Settlement> regroup(Fleet fleet, long processId, ProcessConfig.Entry entry) {
        boolean asIs = entry.groups().isEmpty() || fleet.groups().isExactlyIn(processId, entry.groups());
        return asIs ? Optional.empty() : Optional.of(fleet.setGroups(processId, entry.groups(), ownUid));
    }

    private static List<ProcessConfig.Entry> inOrder(List<ProcessConfig.Entry> entries) {
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
