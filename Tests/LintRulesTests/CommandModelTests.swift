import LintRules
import Testing

/// What counts as a command, confirmed by hadolint 2.15.1.
@Suite struct CommandModelTests {
  @Test(arguments: [
    ("RUN \"sudo\" a", [1]),
    ("RUN s\"u\"do a", [1]),
    ("RUN sud\\o a", [1]),
    ("RUN $X sudo", []),
    ("RUN A=1 sudo a", [1]),
    ("RUN > a sudo b", [1]),
    ("RUN a $(sudo b)", [1]),
    ("RUN a `sudo b`", [1]),
    ("RUN A=$(sudo b)", [1]),
    ("RUN sh -c \"sudo a\"", []),
    ("RUN /usr/bin/sudo a", []),
    ("RUN exec sudo a", [1]),
    ("RUN exec -l sudo a", [1]),
    ("RUN exec -z sudo", []),
    ("RUN command sudo", [1]),
    ("RUN command $X sudo", []),
    ("RUN busybox sudo", [1]),
    ("RUN run sudo", [1]),
    ("RUN env sudo a", []),
    ("RUN time -p sudo a", [1]),
    ("RUN coproc sudo a", [1]),
    ("RUN { sudo a; }", [1]),
    ("RUN a() { sudo b; }", [1]),
    ("RUN case a in b) sudo c;; esac", [1]),
    ("RUN sudo a \"", []),
    ("RUN sudo a; if b", []),
    ("RUN sudo a; )", [1]),
    ("RUN sudo a; b c (d)", [1]),
    ("RUN sudo a; b (d)", []),
    ("RUN a; ) sudo b", []),
    ("RUN --device=a sudo b", []),
    ("RUN a \\\n # b\n && sudo c", [1]),
    ("RUN [ a b ]; sudo c", []),
    ("RUN [ -f a ] && sudo b", [1]),
    ("RUN [ a]; sudo b", []),
    ("RUN [ -f ]; sudo b", []),
    ("RUN [ $(a) && -f b ] && sudo c", [1]),
    ("RUN [[ a == b c ]] || sudo d", []),
    ("RUN [[ a && ( b || c ) ]] && sudo d", [1]),
    ("RUN [ \"$A\"== b ] || sudo c", []),
    ("RUN <<EOF\nsudo a\nEOF\n\nRUN sudo b", [1, 5]),
    ("RUN <<EOF sudo\na\nEOF", [1]),
    ("RUN cat <<EOF && sudo a\nsudo b\nEOF", []),
    ("RUN sudo a <<EOF\nb\nEOF", [1]),
    ("RUN <<EOF\n#!/usr/bin/env python3\nsudo a\nEOF", [1]),
    ("RUN cat <<<a && sudo b", [1]),
    ("CMD sudo a", []),
    ("HEALTHCHECK CMD sudo a", []),
  ])
  func `DL3004 agrees line for line`(dockerfile: String, lines: [Int]) {
    #expect(LintSnippet.lines("DL3004", in: dockerfile) == lines)
  }
}
