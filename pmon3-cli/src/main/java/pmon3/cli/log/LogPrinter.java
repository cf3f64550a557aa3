package pmon3.cli.log;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import pmon3.ipc.Reply;
import pmon3.model.ErrorCode;
import pmon3.model.ExitStatus;
import pmon3.model.PmonException;

/** {@code log}: the archives if wanted, then the wanted lines of the log as it is now. */
public final class LogPrinter {
    private final LogOutput out;
    private final Lines lines;
    private final boolean withArchives;

    public LogPrinter(LogOutput out, Lines lines, boolean withArchives) {
        this.out = out;
        this.lines = lines;
        this.withArchives = withArchives;
    }

    /** @return the exit status; what was wrong has been said */
    public int print(Reply.LogPath log) {
        out.of(log.name());
        int status = withArchives ? archives(log) : ExitStatus.DONE;
        try (LogFile file = LogFile.open(Path.of(log.path()))) {
            long end = file.size();
            file.copy(file.startOf(lines, end), end, out);
            return status;
        } catch (NoSuchFileException e) {
            out.error("there is no log of " + log.name() + " yet: " + log.path());
            return ExitStatus.FAILED;
        } catch (IOException e) {
            out.error("cannot read the log " + log.path() + ": " + e.getMessage());
            return ExitStatus.FAILED;
        } catch (PmonException e) {
            out.error(e.getMessage());
            return e.code().exitStatus();
        }
    }

    private int archives(Reply.LogPath log) {
        int status = ExitStatus.DONE;
        for (File archive : Archives.of(new File(log.path()))) {
            status = Math.max(status, archive(archive));
        }
        return status;
    }

    private int archive(File archive) {
        if (!archive.isFile()) {
            return ExitStatus.DONE;
        }
        try (InputStream in = open(archive)) {
            byte[] block = new byte[LogFile.BLOCK_BYTES];
            int read = in.read(block);
            while (read > 0) {
                out.write(block, read);
                read = in.read(block);
            }
            return ExitStatus.DONE;
        } catch (AccessDeniedException e) {
            out.error("you may not read the archive " + archive);
            return ErrorCode.NOT_PERMITTED.exitStatus();
        } catch (IOException e) {
            out.error("cannot read the archive " + archive + ": " + e.getMessage());
            return ExitStatus.FAILED;
        }
    }

    private static InputStream open(File archive) throws IOException {
        if (!Files.isReadable(archive.toPath())) {
            throw new AccessDeniedException(archive.getPath());
        }
        InputStream plain = new FileInputStream(archive);
        try {
            return archive.getName().endsWith(Archives.COMPRESSED)
                    ? new GZIPInputStream(new BufferedInputStream(plain, LogFile.BLOCK_BYTES), LogFile.BLOCK_BYTES)
                    : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }
}
