package pmon3.daemon.command;

import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmon3.config.Reload;
import pmon3.config.Settings;
import pmon3.config.SettingsSource;
import pmon3.daemon.kernel.UserDirectory;
import pmon3.daemon.server.Caller;
import pmon3.daemon.server.RequestHandler;
import pmon3.daemon.supervise.Supervisor;
import pmon3.ipc.ReplySink;
import pmon3.ipc.Request;
import pmon3.model.PmonException;
import pmon3.screen.Screen;

/** Every command's way in: a look at the configuration, who asks, then the command. Any thread. */
public final class CommandHandler implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger("pmond.command");

    private final Supervisor supervisor;
    private final Authorities authorities;
    private final SettingsSource settings;
    private final Rows rows;
    private final Waiting waiting;
    private final UserDirectory users;
    private final ProcessConfigs configs;
    private final Consumer<Settings> changed;
    private final TableRoom room = new TableRoom();

    /** @param changed told of settings that a look at the file has brought */
    public CommandHandler(
            Supervisor supervisor,
            Readings readings,
            UserDirectory users,
            Authorities authorities,
            SettingsSource settings,
            ProcessConfigs configs,
            Consumer<Settings> changed) {
        this.supervisor = supervisor;
        this.authorities = authorities;
        this.settings = settings;
        this.rows = new Rows(supervisor, readings);
        this.waiting = new Waiting(supervisor);
        this.users = users;
        this.configs = configs;
        this.changed = changed;
    }

    @Override
    public int handle(Caller caller, Request request, ReplySink sink) {
        if (request instanceof Request.Shown shown) {
            Screen screen = new Screen(shown.view(), sink);
            return answer(caller, shown.asked(), screen, screen::finish);
        }
        return answer(caller, request, sink, () -> {});
    }

    private int answer(Caller caller, Request request, ReplySink sink, Runnable finish) {
        try (Answer answer = new Answer(sink)) {
            answer(caller, request, answer);
            finish.run();
            return answer.exitStatus();
        }
    }

    private void answer(Caller caller, Request request, Answer answer) {
        Reload reload = settings.look();
        reload.warnings().forEach(LOG::warn);
        tellProblem(reload.problem(), answer);
        if (reload.changed()) {
            changed.accept(reload.settings());
        }
        try {
            tellAsked(caller, request);
            run(context(caller, reload, answer), request);
        } catch (PmonException refused) {
            LOG.info(
                    "uid {} was refused {}: {}",
                    caller.uid(),
                    Asked.toChange(request).orElse(request.getClass().getSimpleName()),
                    refused.getMessage());
            answer.problem(refused);
        }
    }

    /** Who changes something is told at the usual level, who only looks at debug. */
    private static void tellAsked(Caller caller, Request request) {
        Optional<String> asked = Asked.toChange(request);
        asked.ifPresent(words -> LOG.info("uid {} (pid {}) asks: {}", caller.uid(), caller.pid(), words));
        if (asked.isEmpty()) {
            LOG.debug("uid {} (pid {}) asks {}", caller.uid(), caller.pid(), request);
        }
    }

    private static void tellProblem(Optional<String> problem, Answer answer) {
        problem.ifPresent(text -> {
            LOG.error("the configuration before stays in force: {}", text);
            answer.notice("the configuration before stays in force: " + text);
        });
    }

    private Context context(Caller caller, Reload reload, Answer answer) {
        Authority authority = authorities.of(caller);
        if (!authority.isMaster()) {
            answer.keepWithin(room);
        }
        return new Context(
                authority,
                new Ownership(authority, authorities),
                supervisor,
                reload.settings(),
                rows,
                waiting,
                new Definitions(users, authority),
                configs,
                answer);
    }

    private static void run(Context context, Request request) {
        if (request instanceof Request.ListProcesses) {
            LookCommands.list(context);
        } else if (request instanceof Request.Describe describe) {
            LookCommands.describe(context, describe.targets());
        } else if (request instanceof Request.Exec exec) {
            ExecCommand.run(context, exec);
        } else if (request instanceof Request.Stop stop) {
            StopCommand.stop(context, stop.targets(), stop.force());
        } else if (request instanceof Request.Restart restart) {
            RestartCommand.run(context, restart);
        } else if (request instanceof Request.Delete delete) {
            StopCommand.delete(context, delete.targets(), delete.force());
        } else if (request instanceof Request.KillAll kill) {
            StopCommand.kill(context, kill.force());
        } else if (request instanceof Request.DropAll drop) {
            StopCommand.drop(context, drop.force());
        } else if (request instanceof Request.Init init) {
            InitCommand.run(context, init);
        } else if (request instanceof Request.Reset reset) {
            LookCommands.reset(context, reset.targets());
        } else if (request instanceof Request.LogPaths paths) {
            LookCommands.logPaths(context, paths.targets());
        } else if (request instanceof Request.Pids) {
            context.rows().sendPids(context.answer());
        } else if (request instanceof Request.KnownNames) {
            LookCommands.knownNames(context);
        } else if (!(request instanceof Request.Ping)) {
            runOnGroups(context, request);
        }
    }

    private static void runOnGroups(Context context, Request request) {
        if (request instanceof Request.ListGroups) {
            GroupCommands.list(context);
        } else if (request instanceof Request.DescribeGroups describe) {
            GroupCommands.describe(context, describe.groups());
        } else if (request instanceof Request.CreateGroups create) {
            GroupCommands.create(context, create.names());
        } else if (request instanceof Request.DeleteGroups delete) {
            GroupCommands.delete(context, delete.groups());
        } else if (request instanceof Request.AssignGroups assign) {
            GroupCommands.assign(context, assign.groups(), assign.targets());
        } else if (request instanceof Request.LeaveGroups leave) {
            GroupCommands.remove(context, leave.groups(), leave.targets());
        } else if (request instanceof Request.StopGroups stop) {
            GroupMemberCommands.stop(context, stop.groups(), stop.force());
        } else if (request instanceof Request.DropGroups drop) {
            GroupMemberCommands.drop(context, drop.groups(), drop.force());
        } else if (request instanceof Request.RestartGroups restart) {
            GroupMemberCommands.restart(context, restart);
        } else if (request instanceof Request.Export export) {
            ExportCommand.run(context, export);
        } else if (request instanceof Request.StartOrder order) {
            StartOrderCommand.run(context, order.processConfigOnly());
        } else {
            throw new IllegalStateException("unknown request " + request);
        }
    }
}
