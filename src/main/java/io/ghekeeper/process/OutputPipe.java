package io.ghekeeper.process;

/**
 * A pipe between a program and the file of its output, for a program that must not end half-way when that file cannot be
 * written any more. What reads it outlives the process that started the program, minds no signal but SIGKILL, and ends when
 * the program and all that it started have ended. Needs perl; where there is none, the program writes to the file itself.
 */
final class OutputPipe {
    /** The program's output, and what backup-utils writes to its verbose log by itself. */
    static final String REDIRECT = """
        writer=$1 unwritten=$2; shift 2
        if command -v perl >/dev/null; then
          exec 198> >(unset GHE_KEEPER_RUN; exec perl -e "$writer" "$0" "$unwritten" >/dev/null 2>&1)
          if [ -n "$GHE_VERBOSE_LOG" ]; then export GHE_VERBOSE_LOG=/dev/fd/198; fi
          exec "$@" >&198 2>&1 </dev/null
        fi
        : >"$unwritten-done"
        exec "$@" >>"$0" 2>&1 </dev/null
        """;

    /** Four files of 256 KiB each are kept of what cannot be written. */
    static final String WRITER = """
        use strict; use Fcntl;
        $SIG{$_} = 'IGNORE' for qw(HUP INT QUIT TERM PIPE);
        my ($log, $unwritten) = @ARGV;
        my ($size, $most, $next, $length) = (262144, 4, 0, 0);
        my ($out, $part);
        sysopen($out, $log, O_WRONLY | O_APPEND | O_CREAT, 0600) or undef $out;
        sub rest {
          my ($to, $text) = @_;
          my $done = 0;
          while ($done < length $text) {
            my $more = syswrite $to, $text, length($text) - $done, $done;
            return substr($text, $done) unless $more;
            $done += $more;
          }
          return '';
        }
        while (sysread(STDIN, my $text, 65536)) {
          my $left = $out ? rest($out, $text) : $text;
          next if $left eq '';
          undef $out;
          if (!$part || $length >= $size) {
            unlink $unwritten . '-' . ($next - $most);
            sysopen($part, $unwritten . '-' . $next++, O_WRONLY | O_CREAT | O_EXCL, 0600) or undef $part;
            $length = 0;
          }
          if ($part) { rest($part, $left); $length += length $left; }
        }
        sysopen(my $end, $unwritten . '-done', O_WRONLY | O_CREAT, 0600);
        """;

    private OutputPipe() {}
}
