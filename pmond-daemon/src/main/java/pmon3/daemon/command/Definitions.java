package pmon3.daemon.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pmon3.config.EnvironmentWords;
import pmon3.config.Names;
import pmon3.config.Words;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.kernel.UserDirectory.Account;
import pmon3.daemon.launch.OwnLogs;
import pmon3.daemon.supervise.ManagedProcess;
import pmon3.daemon.supervise.Owner;
import pmon3.daemon.supervise.Redefinition;
import pmon3.model.DefinitionChange;
import pmon3.model.DependencyOrder;
import pmon3.model.ErrorCode;
import pmon3.model.PmonException;
import pmon3.model.ProcessDefinition;

/** Makes definitions out of what was asked, and refuses those that cannot be right, before anything is done. */
final class Definitions {
    private final UserDirectory users;
    private final Optional<Authority> asking;

    /** For what pmond itself reads. */
    Definitions(UserDirectory users) {
        this(users, Optional.empty());
    }

    /** For what somebody asks: of users that the caller may not be nothing is looked up. */
    Definitions(UserDirectory users, Authority asking) {
        this(users, Optional.of(asking));
    }

    private Definitions(UserDirectory users, Optional<Authority> asking) {
        this.users = users;
        this.asking = asking;
    }

    /** A new process. @param owner whom it runs as unless the change says otherwise */
    Redefinition fresh(String name, String file, DefinitionChange change, Account owner, String logsDirectory) {
        Names.require("process", name);
        return whole(name, file, change, owner, logsDirectory);
    }

    /** The same for a name that may be a known process's, and then need not follow the rules. */
    Redefinition whole(String name, String file, DefinitionChange change, Account owner, String logsDirectory) {
        requireAbsolute("program", file);
        ProcessDefinition blank = new ProcessDefinition(
                name, file, "", "", owner.name(), OwnLogs.path(logsDirectory, name), true, List.of());
        return changed(blank, new Owner(owner.uid(), owner.gid()), change);
    }

    /** What an existing definition becomes by the flags that were given. */
    Redefinition changed(ProcessDefinition old, Owner oldOwner, DefinitionChange change) {
        Optional<Account> user = change.user().map(this::account);
        change.args().ifPresent(text -> Words.split("args", text));
        change.envVars().ifPresent(EnvironmentWords::parse);
        ProcessDefinition definition = new ProcessDefinition(
                old.name(),
                old.file(),
                change.args().orElse(old.args()),
                change.envVars().orElse(old.envVars()),
                user.map(Account::name).orElse(old.username()),
                log(old, change),
                change.noAutorestart().map(no -> !no).orElse(old.autoRestart()),
                change.dependencies().map(Definitions::distinct).orElse(old.dependencies()));
        Limits.requireSize(definition);
        return new Redefinition(
                definition,
                user.map(account -> new Owner(account.uid(), account.gid())).orElse(oldOwner));
    }

    /** @throws PmonException NOT_PERMITTED if the caller is an ordinary user of another name; FAILED if there is no such user */
    Account account(String name) {
        Optional<Authority> ordinary = asking.filter(authority -> authority.rank() == Authority.Rank.ORDINARY);
        if (ordinary.isPresent()) {
            return users.byUid(ordinary.get().uid())
                    .filter(own -> own.name().equals(name))
                    .orElseThrow(() -> Authority.refusalToRunAs(name));
        }
        return users.byName(name).orElseThrow(() -> new PmonException(ErrorCode.FAILED, "no such user: " + name));
    }

    Account account(int uid) {
        return users.byUid(uid)
                .orElseThrow(() -> new PmonException(
                        ErrorCode.FAILED, "uid " + uid + " is in no user database; say whom to run as with --user"));
    }

    boolean isKnown(int uid) {
        return users.byUid(uid).isPresent();
    }

    private static List<String> distinct(List<String> names) {
        return List.copyOf(new LinkedHashSet<>(names));
    }

    private static String log(ProcessDefinition old, DefinitionChange change) {
        String path = change.log()
                .or(() -> change.logDir().map(dir -> OwnLogs.path(dir, old.name())))
                .orElse(old.log());
        requireAbsolute("log", path);
        return path;
    }

    private static void requireAbsolute(String what, String path) {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new PmonException(ErrorCode.FAILED, what + " path '" + path + "' is not absolute");
        }
    }

    /** The file's own name: what a process is called that was given no name. */
    static String baseName(String file) {
        Path name = Path.of(file).getFileName();
        return name == null ? "" : name.toString();
    }

    /** @throws PmonException naming what is unknown or goes in a circle */
    static void requireSound(ProcessDefinition definition, long id, List<ManagedProcess> fleet) {
        List<DependencyOrder.Node> nodes = new ArrayList<>();
        fleet.stream()
                .filter(process -> !process.name().equals(definition.name()))
                .forEach(process -> nodes.add(new DependencyOrder.Node(
                        process.id(), process.name(), process.definition().dependencies())));
        Set<String> known = nodes.stream().map(DependencyOrder.Node::name).collect(Collectors.toSet());
        DependencyOrder.Node own = new DependencyOrder.Node(id, definition.name(), definition.dependencies());
        for (String dependency : definition.dependencies()) {
            if (!known.contains(dependency) && !dependency.equals(definition.name())) {
                throw new PmonException(
                        ErrorCode.FAILED,
                        definition.name() + " depends on " + dependency + ", which does not exist: create that first");
            }
        }
        nodes.add(own);
        DependencyOrder.cycles(nodes).stream()
                .filter(cycle -> cycle.contains(definition.name()))
                .findFirst()
                .ifPresent(cycle -> {
                    throw new PmonException(
                            ErrorCode.FAILED,
                            definition.name() + " would depend on itself, in a circle of " + String.join(", ", cycle));
                });
    }
}
